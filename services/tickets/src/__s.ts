import { writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { renderTicketsPdf } from '/work/main/services/tickets/src/ticket-pdf.ts';
import type { TicketSheet } from '/work/main/services/tickets/src/ticket-sheet.ts';
import { newCredentialKey, signCredential } from '/work/main/services/tickets/src/credential.ts';
const key = newCredentialKey();
const base: TicketSheet = { ticketId: '0197e1a0-0000-7000-8000-000000000001', code: signCredential(key, {ticketId:'0197e1a0-0000-7000-8000-000000000001',eventId:'0197e1a0-0000-7000-8000-000000000002',number:1,random:new Uint8Array(16).fill(7)}), shortCode: 'K7QF-2M9T', orderReference: 'USH-4F7K2P',
 event: { name: 'Northern Lights', startsAt: '2027-05-01T18:00:00Z', timeZone: 'Europe/Berlin', doorsAt: '2027-05-01T17:00:00Z' },
 venue: { name: 'Grand Theatre', address: 'Unter den Linden 7', city: 'Berlin', country: 'DE' }, organization: { name: 'Lantern Stage Collective' },
 seat: { section: 'Stalls', row: 'F', number: '12' }, area: null, tier: { key: 'standard', name: 'Standard' }, price: { amount: 4500, currency: 'EUR' }, holder: { firstName: 'Ada', lastName: 'Lovelace' }, accessible: false, locale: 'en-GB' };
const long = 'The Extraordinarily Long and Winding Tale of the Philharmonic Orchestra of Upper Lower Saxony, Performed in Seventeen Movements with Two Intermissions, a Choir of Four Hundred, and One Very Small Dog!!';
const all: TicketSheet[] = [base,
 { ...base, event: { ...base.event, name: long }, holder: { firstName: 'Wolfeschlegelsteinhausenbergerdorff'.repeat(2), lastName: 'Featherstonehaugh-Cholmondeley' }, venue: {...base.venue, name: 'The Royal and Ancient Municipal Concert Hall of the United Provinces', address: '1234 Very Long Boulevard of the Unknown Composer, Building 7, Entrance C, third floor', city: 'Llanfairpwllgwyngyll'}, tier: {key:'x', name:'Early bird with programme and drink'}, accessible: true, seat: {section:'Upper Balcony Left Side', row:'AA', number:'112'}, organization:{name:'The Society for the Promotion of Chamber Music and the Visual Arts, Registered Association'} },
 { ...base, event: { ...base.event, name: '北京国家大剧院 「東京ドーム」 한국어 콘서트', timeZone: 'Asia/Tokyo' }, holder: { firstName: '美咲', lastName: '渡邊' }, venue: { name: '東京ドーム', address: '後楽園1丁目3-61', city: '文京区', country: 'JP' }, locale: 'ja', price: { amount: 4500, currency: 'JPY' }, seat: {section:'一階席', row:'ア', number:'5'} },
 { ...base, event: { ...base.event, name: 'مهرجان الأضواء الشمالية (2027) Live', timeZone: 'Africa/Cairo' }, holder: { firstName: 'محمد', lastName: 'عبد الله' }, venue: { name: 'היכל התרבות', address: 'רחוב הוברמן 1', city: 'תל אביב', country: 'IL' }, locale: 'ar', organization: {name: 'دار الأوبرا'} },
 { ...base, event: { ...base.event, name: '🎉 Party 🎸 👩‍👩‍👧 🇩🇪 ♥ ☕ 𠮷 Zoë' }, holder: { firstName: 'สมชาย', lastName: 'ใจดี नमस्ते' }, seat: null, area: 'Standing floor', venue: {...base.venue, name: 'বাংলা தமிழ் ខ្មែរ'} },
 { ...base, event: { ...base.event, name: 'X' }, holder: { firstName: 'Y', lastName: 'Ж' }, seat: {section:'A',row:'1',number:'1'}, price: null, venue:{name:'Ω',address:'',city:'O',country:''} },
 { ...base, event: { ...base.event, name: 'Ŵ'.repeat(200) }, locale: 'xx-!!', seat: null, area: 'W'.repeat(60) },
];
writeFileSync('/tmp/out/all.pdf', await renderTicketsPdf(all, { now: new Date('2026-11-21T00:00:00Z') }));
const one = await renderTicketsPdf([base], { now: new Date('2026-11-21T00:00:00Z') });
writeFileSync('/tmp/out/one.pdf', one);
const h=(b:Buffer)=>createHash('sha256').update(b).digest('hex').slice(0,8);
console.log('bytes', one.length, h(one), h(await renderTicketsPdf([base], { now: new Date('2026-11-21T00:00:00Z') })));
for (const n of [1,4,8]) { const set = Array.from({length:n}, ()=>base); for(let i=0;i<10;i++) await renderTicketsPdf(set,{now:new Date(0)}); const c=process.cpuUsage(); const N=20; for(let i=0;i<N;i++) await renderTicketsPdf(set,{now:new Date(0)}); const u=process.cpuUsage(c); console.log(n,'tickets', ((u.user+u.system)/1000/N/n).toFixed(2),'ms cpu per ticket'); }

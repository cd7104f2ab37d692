import { renderTicketsPdf } from '/work/main/services/tickets/src/ticket-pdf.ts';
const base: any = { ticketId: '0197e1a0-0000-7000-8000-000000000001', code: 'AWh1'.repeat(40)+'AB', shortCode: 'K7QF-2M9T', orderReference: 'USH-4F7K2P',
 event: { name: 'Northern Lights', startsAt: '2027-05-01T18:00:00Z', timeZone: 'Europe/Berlin', doorsAt: '2027-05-01T17:00:00Z' },
 venue: { name: 'Grand Theatre', address: 'Unter den Linden 7', city: 'Berlin', country: 'DE' }, organization: { name: 'Lantern Stage Collective' },
 seat: { section: 'Stalls', row: 'F', number: '12' }, area: null, tier: { key: 'standard', name: 'Standard' }, price: { amount: 4500, currency: 'EUR' }, holder: { firstName: 'Ada', lastName: 'Lovelace' }, accessible: false, locale: 'en-GB' };
for(let i=0;i<20;i++) await renderTicketsPdf([base,base],{now:new Date(0)});
for (const n of [1,1,2,4,8]) { const set=Array(n).fill(base); const c=process.cpuUsage(); const N=60; for(let i=0;i<N;i++) await renderTicketsPdf(set,{now:new Date(0)}); const u=process.cpuUsage(c); console.log(n,((u.user+u.system)/1000/N/n).toFixed(2),'ms/ticket'); }

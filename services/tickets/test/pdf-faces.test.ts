import { describe, expect, it } from 'vitest';
import { printable, textRuns } from '../src/pdf-faces.ts';

const onPaper = (text: string) => textRuns(text, 'regular').map((run) => run.text);
const facesOf = (text: string) => textRuns(text, 'regular').map((run) => run.face.name);

describe('the runs of a line', () => {
  it('are one for plain Latin, and none for nothing', () => {
    expect(onPaper('Zoë Smith')).toEqual(['Zoë Smith']);
    expect(onPaper('')).toEqual([]);
  });

  it('change the face where the script needs it and keep marks and joined emoji with their base', () => {
    expect(facesOf('Ada 東京 สม 🎸')).toEqual([
      'DejaVuSansCondensed',
      'SourceHanSansCN-Regular',
      'DejaVuSansCondensed',
      'NotoSansThai-Regular',
      'DejaVuSansCondensed',
      'NotoEmoji-Regular',
    ]);
    expect(onPaper('👩‍👩‍👧')).toEqual(['👩‍👩‍👧']);
    expect(onPaper('e\u0301\u0323').join('')).toBe('e\u0301\u0323');
  });

  it('follow the bidirectional algorithm: Hebrew words end up left of what they precede', () => {
    expect(onPaper('אבג 123')).toEqual(['123', 'אבג ']);
    expect(onPaper('abc אבג')).toEqual(['abc ', 'אבג']);
    expect(onPaper('אבג (abc)')).toEqual(['(', 'abc', 'אבג )']);
  });

  it('part Arabic from Hebrew, which the shaper would otherwise leave unjoined', () => {
    expect(onPaper('תל محمد')).toEqual(['محمد', 'תל ']);
  });
});

describe('printable text', () => {
  it('is one composed line', () => {
    expect(printable('  e\u0301a\u0000\r\n\tb\u00a0c ')).toBe('éa b c');
  });
});

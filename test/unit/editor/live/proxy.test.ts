import { describe, expect, it } from 'vitest';
import { proxyOf } from '../../../../src/editor/live/proxy';

const settings = { proxy: '', strictSSL: true, noProxy: [], support: 'override' };

describe('the proxy of live accounts', () => {
  it('is the one of the settings', () => {
    expect(
      proxyOf({ ...settings, proxy: 'http://proxy.example.com:3128', strictSSL: false, noProxy: ['.example.com', 7, ' '] }, {}),
    ).toEqual({
      url: 'http://proxy.example.com:3128',
      strictSSL: false,
      noProxy: ['.example.com'],
    });
  });

  it('is that of the environment where the settings name none, with the hosts the environment leaves out', () => {
    const environment = { HTTPS_PROXY: 'http://env.example.com:1', NO_PROXY: 'localhost, .internal,' };
    expect(proxyOf(settings, environment)).toEqual({
      url: 'http://env.example.com:1',
      strictSSL: true,
      noProxy: ['localhost', '.internal'],
    });
    expect(proxyOf({ ...settings, noProxy: ['one'] }, environment)?.noProxy).toEqual(['one']);
  });

  it('is none where extensions get none, where nobody names one, and where what is typed is no address', () => {
    expect(proxyOf({ ...settings, proxy: 'http://proxy:1', support: 'off' }, {})).toBeUndefined();
    expect(proxyOf(settings, {})).toBeUndefined();
    for (const proxy of ['proxy', 'file:///etc/passwd', 'http://', 7]) expect(proxyOf({ ...settings, proxy }, {})).toBeUndefined();
  });
});

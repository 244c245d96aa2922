// The services of a data centre for INTEGRAL, as data: what each is called, which analyses answer for it, where it can
// be asked over HTTP, and which goal shows that it works.

/** How a service is shown to work: a goal that takes milliseconds, or, for long work, one that is only planned. */
export interface Probe {
  readonly goal: { readonly analysis: string; readonly parameters?: Readonly<Record<string, unknown>> };
  /** False when binding and planning must do. */
  readonly resolves: boolean;
}

/** A named service before anybody runs it. */
export interface ServiceDeclaration {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly tags: readonly string[];
  /** Full names; what is made from them depends on the service. */
  readonly analyses: readonly string[];
  readonly routes: readonly { readonly path: string; readonly summary: string }[];
  readonly probe?: Probe;
}

/** The ten services; a service that nobody runs is listed without instances. */
export const serviceList: readonly ServiceDeclaration[] = [
  {
    name: 'alert-client',
    title: 'Alert client',
    description: 'listens to alerts of other observatories and asks for results',
    tags: ['alerts'],
    analyses: [],
    routes: [],
  },
  {
    name: 'analysis-worker',
    title: 'Analysis worker',
    description: 'runs the activities of jobs',
    tags: ['engine'],
    analyses: [],
    routes: [{ path: '/api/v1/jobs', summary: 'ask for a result' }],
  },
  {
    name: 'burst-duration',
    title: 'Burst duration',
    description: 'intervals, T90 and T50 of bursts in SPI-ACS',
    tags: ['integral', 'transients'],
    analyses: ['integral.BurstDuration', 'integral.BurstInterval'],
    routes: [{ path: '/durations/api/v1.1/{utc}/{span}', summary: 'significance, time and scale of a burst' }],
    probe: { goal: { analysis: 'integral.BurstDuration' }, resolves: false },
  },
  {
    name: 'dump-light-curve',
    title: 'Dump light curve',
    description: 'light curves of the detectors as text, in the formats of the mission',
    tags: ['integral', 'housekeeping'],
    analyses: ['integral.SpiAcsLightCurve'],
    routes: [
      { path: '/api/v1.0/ipnlc/{t0}/{dt}', summary: 'for the interplanetary network' },
      { path: '/api/v1.0/genlc/{target}/{t0}/{dt}', summary: 'of one detector' },
      { path: '/api/v1.0/rtlc/{t0}/{dt}', summary: 'as it comes' },
    ],
    probe: { goal: { analysis: 'integral.SpiAcsLightCurve' }, resolves: false },
  },
  {
    name: 'instrument-characteristics',
    title: 'Instrument characteristics',
    description: 'response, limits and sensitivity of the detectors by direction and spectrum',
    tags: ['integral', 'transients'],
    analyses: ['integral.UpperLimits', 'integral.SensitivityMap', 'integral.RateFluence'],
    routes: [],
    probe: { goal: { analysis: 'integral.UpperLimits', parameters: { thetaDeg: 75 } }, resolves: true },
  },
  {
    name: 'response',
    title: 'Response',
    description: 'what a spectrum from a direction gives in a detector, and the fluence of a count',
    tags: ['integral', 'transients'],
    analyses: ['integral.InstrumentResponse'],
    routes: [{ path: '/response/api/v1.0/{detector}/response', summary: 'response, rate and fluxes' }],
    probe: { goal: { analysis: 'integral.InstrumentResponse', parameters: { thetaDeg: 75 } }, resolves: true },
  },
  {
    name: 'spacecraft-system',
    title: 'Spacecraft system',
    description: 'where INTEGRAL is, how it is turned, and how a source lies around it',
    tags: ['integral'],
    analyses: ['integral.SpacecraftState', 'integral.SpacecraftOrbit'],
    routes: [{ path: '/api/v1.0/sc/{time}/{ra}/{dec}', summary: 'position, axes, angles, light-travel time' }],
    probe: { goal: { analysis: 'integral.SpacecraftState' }, resolves: false },
  },
  {
    name: 'time-system',
    title: 'Time system',
    description: 'times of the mission in all forms; science windows for a time and place',
    tags: ['integral'],
    analyses: ['integral.TimeConversion', 'integral.ScienceWindowList'],
    routes: [
      { path: '/api/v1.0/converttime/{informat}/{intime}/{outformat}', summary: 'one time in another form' },
      { path: '/api/v1.0/scwlist/{readiness}/{t1}/{t2}', summary: 'science windows' },
    ],
    probe: {
      goal: { analysis: 'integral.TimeConversion', parameters: { time: '2000', format: 'ijd' } },
      resolves: true,
    },
  },
  {
    name: 'transient-analysis',
    title: 'Transient analysis',
    description: 'excesses with false-alarm rates, limits and localisation for a transient',
    tags: ['integral', 'transients'],
    analyses: ['integral.ExcessSearch', 'integral.CountRateLocalisation'],
    routes: [],
    probe: { goal: { analysis: 'integral.ExcessSearch' }, resolves: false },
  },
  {
    name: 'web',
    title: 'Web',
    description: 'the HTTP interface and its pages',
    tags: ['http'],
    analyses: [],
    routes: [{ path: '/api/v1/openapi.json', summary: 'the interface as OpenAPI' }],
  },
];

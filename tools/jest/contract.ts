/** What Jest tells a transformer, as far as it matters here. */
export interface JestTransformOptions {
  readonly config: { readonly rootDir: string; readonly cwd: string };
  readonly configString: string;
  /** Whether coverage is collected from the file. */
  readonly instrument: boolean;
  readonly supportsStaticESM: boolean;
  readonly supportsDynamicImport: boolean;
}

/** What a transformer makes of a file. */
export interface JestOutput {
  code: string;
  map?: object | string | null;
}

/** A transformer of Jest, as far as it matters here. */
export interface JestTransformer {
  canInstrument?: boolean;
  /** Under which Jest keeps the result. */
  getCacheKey?(source: string, path: string, options: JestTransformOptions): string;
  /** Compiles a file. */
  process(source: string, path: string, options: JestTransformOptions): JestOutput | string;
}

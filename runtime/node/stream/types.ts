import type stream from 'node:stream';

type Iterated = Iterable<unknown> | AsyncIterable<unknown>;
type Source = NodeJS.ReadableStream | Iterated | ReadableStream | (() => Iterated);
type Stage = NodeJS.ReadWriteStream | NodeJS.WritableStream | WritableStream | TransformStream | Transformation;
type Transformation = (source: never) => AsyncIterable<unknown> | Promise<unknown>;

/** The functions where they are given no callback, and where they are. */
export interface Blocking {
  readonly pipeline: typeof stream.pipeline & {
    (source: Source, ...stages: [...Stage[], stream.PipelineOptions]): void;
    (source: Source, ...stages: Stage[]): void;
  };
  readonly finished: typeof stream.finished &
    ((
      source: NodeJS.ReadableStream | NodeJS.WritableStream | NodeJS.ReadWriteStream,
      options?: stream.FinishedOptions & { cleanup?: boolean },
    ) => void);
}

declare module '@babel/helper-validator-option' {
  export function findSuggestion(name: string, candidates: readonly string[]): string;
  export class OptionValidator {
    constructor(descriptor: string);
    validateTopLevelOptions(options: object, shape: object): void;
    validateBooleanOption(name: string, value: boolean | undefined, defaultValue: boolean): boolean;
    validateStringOption(name: string, value: string | undefined, defaultValue: string): string;
    invariant(condition: boolean, message: string): void;
    formatMessage(message: string): string;
  }
}

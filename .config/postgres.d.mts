export function findPostgres(): string | undefined;
export const howToInstall: string;

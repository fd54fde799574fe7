/** The package's own declarations lie outside its `exports`. */
declare module "date-chinese" {
  export class CalendarVietnamese {
    constructor(cycle?: number, year?: number, month?: number, leap?: boolean, day?: number);
    get(): number[];
    fromGregorian(year: number, month: number, day: number): void;
    toGregorian(): { year: number; month: number; day: number };
  }
}

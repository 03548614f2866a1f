/** The fewest characters the venue takes. */
export const PasswordLength = 10;

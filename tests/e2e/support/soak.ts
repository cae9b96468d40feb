/** Whether this is the long run (`cargo xtask test --soak`), with the numbers that docs/reliability.md claims. */
export const SOAK = Boolean(process.env.LYCHGATE_SOAK);

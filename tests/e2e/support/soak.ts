/** Whether this is the long run (`cargo xtask test --soak`): the numbers of a claim, not those of a quick look. */
export const SOAK = Boolean(process.env.LYCHGATE_SOAK);

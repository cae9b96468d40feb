import { account } from "./account.ts";
import { content } from "./content.ts";
import { type Scene } from "./stage.ts";
import { waysIn } from "./ways_in.ts";

/** Every page of the site in every state: for screenshots, and for what must hold in all of them. */
export const scenes: readonly Scene[] = [...content, ...waysIn, ...account];

/** What the test of a scene is called. */
export const titleOf = ({ states }: Scene) => states.join(", ");

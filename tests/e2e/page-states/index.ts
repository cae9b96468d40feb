import { profilePages } from "./profile.ts";
import { contentPages } from "./content.ts";
import { type Walkthrough } from "./walkthrough.ts";
import { authPages } from "./auth.ts";

/** Every page of the site in every state, for screenshots and for the checks that apply to all states. */
export const walkthroughs: readonly Walkthrough[] = [...contentPages, ...authPages, ...profilePages];

/** Returns the title of a walkthrough’s test. */
export const titleOf = ({ states }: Walkthrough) => states.join(", ");

export * from "./figures";
export * from "./language";
export * from "./periods";

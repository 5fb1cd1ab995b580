import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const server = process.env.SHUKE_SERVER ?? "http://127.0.0.1:8000";

export default defineConfig({
  base: "/console/",
  plugins: [react()],
  server: { proxy: { "/api": { target: server } } },
  build: {
    target: "es2023",
    outDir: "../../../src/shuke/surfaces/console/built/console",
    emptyOutDir: true,
    sourcemap: false,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: "charts", test: /\/(echarts|zrender)\// },
            // What every page needs packs better as one file than as forty, and outlives our own changes.
            { name: "libraries", test: /\/node_modules\//, tags: ["$initial"] },
          ],
        },
      },
    },
  },
});

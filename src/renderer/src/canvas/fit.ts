/** How everything is brought into view: clear of the tools in the corners, never larger than life. */
export const fitOptions = {
  padding: { top: '64px', right: '36px', bottom: '104px', left: '36px' },
  maxZoom: 1.15,
} as const;

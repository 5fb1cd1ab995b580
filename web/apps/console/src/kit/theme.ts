/** The shared tokens as antd wants them. */
import { dark, font, light, radius, tints } from "@shuke/tokens";
import { type ThemeConfig, theme } from "antd";

const grounds = {
  colorSuccessBg: tints.success,
  colorSuccessBorder: tints.successLine,
  colorWarningBg: tints.warning,
  colorWarningBorder: tints.warningLine,
  colorErrorBg: tints.danger,
  colorErrorBorder: tints.dangerLine,
  colorInfoBg: tints.info,
  colorInfoBorder: tints.infoLine,
};

/** By night antd dims the colours it is given; these were chosen for the night and stay as they are. */
const night: typeof theme.darkAlgorithm = (seed, map) => ({
  ...theme.darkAlgorithm(seed, map),
  colorPrimary: dark.primary,
  colorPrimaryBg: dark.primarySoft,
  colorPrimaryBgHover: dark.primarySoft,
  colorPrimaryText: dark.primary,
  colorLink: dark.primary,
  colorSuccess: dark.success,
  colorSuccessText: dark.success,
  colorWarning: dark.warning,
  colorWarningText: dark.warning,
  colorError: dark.danger,
  colorErrorText: dark.danger,
  colorInfo: dark.info,
  colorInfoText: dark.info,
});

export function themeOf(isDark: boolean): ThemeConfig {
  const colour = isDark ? dark : light;
  return {
    algorithm: isDark ? night : theme.defaultAlgorithm,
    token: {
      colorPrimary: colour.primary,
      colorSuccess: colour.success,
      colorSuccessBg: colour.successSoft,
      colorWarning: colour.warning,
      colorWarningBg: colour.warningSoft,
      colorError: colour.danger,
      colorErrorBg: colour.dangerSoft,
      colorInfo: colour.info,
      colorInfoBg: colour.infoSoft,
      colorLink: colour.primary,
      colorBgLayout: colour.page,
      colorBgContainer: colour.surface,
      colorText: colour.text,
      colorTextSecondary: colour.muted,
      colorTextTertiary: colour.muted,
      colorTextDescription: colour.muted,
      colorTextPlaceholder: colour.placeholder,
      colorBorderSecondary: colour.line,
      ...(isDark ? {} : grounds),
      borderRadius: radius,
      fontFamily: font,
    },
    components: {
      Layout: { headerBg: colour.surface, siderBg: colour.surface, headerHeight: 56 },
      Menu: { itemBorderRadius: radius },
      Button: { primaryColor: isDark ? colour.page : colour.surface },
    },
  };
}

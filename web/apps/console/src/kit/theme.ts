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

export function themeOf(isDark: boolean): ThemeConfig {
  const colour = isDark ? dark : light;
  return {
    algorithm: isDark ? theme.darkAlgorithm : theme.defaultAlgorithm,
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

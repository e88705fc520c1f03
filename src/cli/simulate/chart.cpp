#include "cli/simulate/chart.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "cli/simulate/columns.h"
#include "cli/simulate/ticks.h"

namespace docktor::cli::simulate {
namespace {

using ::docktor::simulate::Moment;

constexpr int kWidth = 1100, kLeft = 56, kRight = 24, kPlot = kWidth - kLeft - kRight;
constexpr int kHead = 74, kPanelHead = 30, kFoot = 40, kStrip = 7;
constexpr double kSlow = 0.01;  // of the requests

constexpr const char* kStyle = R"(
text{font:13px system-ui,sans-serif;fill:#59636e}
.title{font-size:17px;font-weight:600;fill:#1f2328}.name{font-size:14px;font-weight:600;fill:#1f2328}
.paper{fill:#fff}.grid{stroke:#d8dee4}.axis{stroke:#8c959f}
.load{fill:#c3ccd6;stroke:#8c959f}.replicas{stroke:#0969da;stroke-width:1.6}
.slow{stroke:#cf222e}.shade{fill:#cf222e;opacity:.13}
path{fill:none}
@media (prefers-color-scheme:dark){
text{fill:#9198a1}.title,.name{fill:#f0f6fc}
.paper{fill:#0d1117}.grid{stroke:#262c36}.axis{stroke:#656c76}
.load{fill:#39424e;stroke:#7d8794}.replicas{stroke:#58a6ff}
.slow{stroke:#ff7b72}.shade{fill:#ff7b72;opacity:.18}}
)";

std::string Escaped(const std::string& text) {
  std::string safe;
  for (const char c : text) {
    if (c == '<')
      safe += "&lt;";
    else if (c == '&')
      safe += "&amp;";
    else
      safe += c;
  }
  return safe;
}

std::string Text(double x, double y, const char* style, const std::string& text, const char* anchor = "start") {
  return fmt::format("<text x=\"{:.0f}\" y=\"{:.0f}\" class=\"{}\" text-anchor=\"{}\">{}</text>\n", x, y, style, anchor,
                     Escaped(text));
}

/// What all panels have in common.
struct Frame {
  double height = 0;  ///< of a plot, in pixels
  std::vector<Tick> counts, times;
  double seconds = 0;

  double X(double at) const { return seconds > 0 ? kPlot * at / seconds : 0; }
  double Y(double count) const { return height * (1 - count / counts.back().at); }
};

double SecondsOf(const std::vector<Moment>& moments) {
  const double step = Seconds(moments[1].at - moments[0].at);
  return step * static_cast<double>(moments.size());
}

Frame FrameOf(const std::vector<Panel>& panels) {
  double most = 1;
  for (const auto& panel : panels)
    for (const auto& moment : panel.moments) most = std::max({most, moment.needed, double(moment.wanted)});
  const double seconds = SecondsOf(panels.front().moments);
  return {.height = panels.size() > 1 ? 170.0 : 300.0,
          .counts = CountTicks(most),
          .times = TimeTicks(seconds),
          .seconds = seconds};
}

/// The middle of a column in pixels.
double Middle(std::size_t column, std::size_t columns) {
  return kPlot * (static_cast<double>(column) + 0.5) / static_cast<double>(columns);
}

std::string LoadPath(const Frame& frame, const std::vector<Moment>& moments) {
  const auto columns = Columns(moments.size(), kPlot, [&](std::size_t i) { return moments[i].needed; });
  std::string path = fmt::format("M0,{:.0f}", frame.height);
  auto out = std::back_inserter(path);
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const auto& [first, last, low, high, rises] = columns[i];
    fmt::format_to(out, "L{:.1f},{:.1f}", Middle(i, columns.size()), frame.Y(rises ? low : high));
    if (low < high) fmt::format_to(out, "V{:.1f}", frame.Y(rises ? high : low));
  }
  return path + fmt::format("V{:.0f}Z", frame.height);
}

std::string ReplicasPath(const Frame& frame, const std::vector<Moment>& moments) {
  const auto columns = Columns(moments.size(), kPlot, [&](std::size_t i) { return double(moments[i].wanted); });
  double now = columns.front().first;
  std::string path = fmt::format("M0,{:.1f}", frame.Y(now));
  auto out = std::back_inserter(path);
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const auto& [first, last, low, high, rises] = columns[i];
    if (low == now && high == now) continue;
    fmt::format_to(out, "H{:.1f}", Middle(i, columns.size()));
    for (const double count : {rises ? low : high, rises ? high : low, last})
      if (count != std::exchange(now, count)) fmt::format_to(out, "V{:.1f}", frame.Y(count));
  }
  return path + fmt::format("H{}", kPlot);
}

/// Where requests were slow: a strip below the plot, and a shade over it.
std::string SlowMarks(const Frame& frame, const std::vector<Moment>& moments) {
  const auto columns = Columns(moments.size(), kPlot, [&](std::size_t i) { return moments[i].violated; });
  const double wide = double(kPlot) / static_cast<double>(columns.size());
  std::string strip, shade;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const auto begin = i;
    while (i < columns.size() && columns[i].high > kSlow) ++i;
    if (i == begin) continue;
    const double x = static_cast<double>(begin) * wide, w = static_cast<double>(i - begin) * wide;
    fmt::format_to(std::back_inserter(strip), "M{:.1f},0h{:.1f}", x, w);
    fmt::format_to(std::back_inserter(shade), "M{:.1f},0h{:.1f}v{:.0f}h-{:.1f}z", x, w, frame.height, w);
  }
  if (strip.empty()) return "";
  return fmt::format(
      "<path class=\"shade\" d=\"{}\"/>\n<path class=\"slow\" stroke-width=\"{}\" d=\"{}\" "
      "transform=\"translate(0 {:.1f})\"/>\n",
      shade, kStrip, strip, frame.height + 1 + kStrip / 2.0);
}

std::string Grid(const Frame& frame) {
  std::string lines;
  auto out = std::back_inserter(lines);
  for (const auto& tick : frame.counts) fmt::format_to(out, "M0,{:.1f}h{}", frame.Y(tick.at), kPlot);
  for (const auto& tick : frame.times) fmt::format_to(out, "M{:.1f},0v{:.0f}", frame.X(tick.at), frame.height);
  return fmt::format("<path class=\"grid\" d=\"{}\"/>\n", lines);
}

std::string DrawPanel(const Frame& frame, const Panel& panel, double top) {
  std::string out = Text(kLeft, top + 19, "name", panel.name);
  out += Text(kWidth - kRight, top + 19, "note", panel.words, "end");
  for (const auto& tick : frame.counts)
    out += Text(kLeft - 8, top + kPanelHead + frame.Y(tick.at) + 4, "note", tick.label, "end");
  out += fmt::format("<g transform=\"translate({} {:.0f})\">\n", kLeft, top + kPanelHead) + Grid(frame);
  out += "<use href=\"#load\"/>\n" + SlowMarks(frame, panel.moments);
  out += fmt::format("<path class=\"replicas\" d=\"{}\"/>\n", ReplicasPath(frame, panel.moments));
  return out + fmt::format("<path class=\"axis\" d=\"M0,{0:.1f}h{1}\"/>\n</g>\n", frame.height, kPlot);
}

std::string Legend() {
  std::string out = fmt::format("<g transform=\"translate({} 54)\">\n", kLeft);
  out += "<rect class=\"load\" x=\"0\" y=\"-9\" width=\"22\" height=\"10\"/>" +
         Text(30, 1, "note", "load, in replicas that would be full");
  out += "<path class=\"replicas\" d=\"M278,-4h22\"/>" + Text(308, 1, "note", "replicas");
  return out + fmt::format("<path class=\"slow\" stroke-width=\"{}\" d=\"M388,-4h22\"/>", kStrip) +
         Text(418, 1, "note", "more than 1 % of the requests slow") + "</g>\n";
}

}  // namespace

std::string DrawChart(const std::string& title, const std::vector<Panel>& panels) {
  const auto frame = FrameOf(panels);
  const double each = kPanelHead + frame.height + kStrip + 4;
  const double bottom = kHead + each * static_cast<double>(panels.size());
  std::string svg = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {1:.0f}\" width=\"{0}\" height=\"{1:.0f}\" "
      "role=\"img\">\n"
      "<title>{2}</title>\n<style>{3}</style>\n<defs><path id=\"load\" class=\"load\" d=\"{4}\"/></defs>\n"
      "<rect class=\"paper\" width=\"100%\" height=\"100%\"/>\n",
      kWidth, bottom + kFoot, Escaped(title), kStyle, LoadPath(frame, panels.front().moments));
  svg += Text(kLeft, 28, "title", title) + Legend();
  for (std::size_t i = 0; i < panels.size(); ++i)
    svg += DrawPanel(frame, panels[i], kHead + each * static_cast<double>(i));
  for (const auto& tick : frame.times) svg += Text(kLeft + frame.X(tick.at), bottom + 16, "note", tick.label, "middle");
  return svg + "</svg>\n";
}

}  // namespace docktor::cli::simulate

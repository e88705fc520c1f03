#include <fmt/format.h>

#include "cli/render/render.h"
#include "cli/render/table.h"

namespace docktor::cli {
namespace {

constexpr double kMebibyte = 1024 * 1024;

std::string Cpu(const operations::ReplicaUsage& one) {
  return one.cpu ? fmt::format("{:.1f}%", 100 * *one.cpu) : "not read";
}

std::string Memory(const operations::ReplicaUsage& one) {
  return one.memory_bytes ? fmt::format("{:.1f} MiB", static_cast<double>(*one.memory_bytes) / kMebibyte) : "";
}

}  // namespace

std::string RenderMetrics(const operations::MetricsOutput& metrics, const Look& look) {
  if (metrics.replicas.empty()) return "no replica runs\n";
  Table table({"REPLICA", "SERVICE", "CPU", "MEMORY"});
  for (const auto& one : metrics.replicas)
    table.Add({{one.replica, Ink::kBold}, {one.service.service}, {Cpu(one)}, {Memory(one)}});
  return table.Draw(look);
}

}  // namespace docktor::cli

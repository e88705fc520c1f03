#include <cstdint>

#include "fuzz/parrot.h"
#include "observe/sources/list.h"
#include "support/tiny_server.h"

/// Whatever a proxy, a queue or Prometheus answers: read twice, as a rate wants it. The first byte says which of them
/// it is.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace docktor;
  static test::Parrot parrot(test::Parrot::Door::kPort);
  constexpr SourceKind kKinds[] = {SourceKind::kPrometheus, SourceKind::kNginx, SourceKind::kTraefik,
                                   SourceKind::kHaproxy,    SourceKind::kCaddy, SourceKind::kRabbitmq,
                                   SourceKind::kNats};
  if (size == 0) return 0;
  const auto kind = kKinds[data[0] % std::size(kKinds)];
  parrot.Learn(test::Answer(200, {reinterpret_cast<const char*>(data) + 1, size - 1}));
  for (const auto* signal : {"queue.length", "requests_per_second", "latency"}) {
    const SourceSettings settings{.signal = signal, .kind = kind, .query = "jobs"};
    const auto source = observe::MakeSource(
        settings, {net::ParseUrl("http://127.0.0.1:" + std::to_string(parrot.port()) + "/").value()});
    for (int look = 0; source && look < 2; ++look)
      if (const auto figure = (*source)->Read(observe::SteadyTime{std::chrono::seconds(100 + look)}, Duration{2000});
          figure && *figure && !(**figure >= 0) && kind != SourceKind::kPrometheus)
        __builtin_trap();
  }
  return 0;
}

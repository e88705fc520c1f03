#include "observe/sources/list.h"

namespace docktor::observe {

Result<std::unique_ptr<Source>> MakeSource(const SourceSettings& settings, const SourceAccess& access) {
  switch (settings.kind) {
    case SourceKind::kPrometheus: return MakePrometheus(settings, access);
    case SourceKind::kNginx: return MakeNginx(settings, access);
    case SourceKind::kTraefik: return MakeTraefik(settings, access);
    case SourceKind::kHaproxy: return MakeHaproxy(settings, access);
    case SourceKind::kCaddy: return MakeCaddy(settings, access);
    case SourceKind::kRedis: return MakeRedis(settings, access);
    case SourceKind::kRabbitmq: return MakeRabbitmq(settings, access);
    case SourceKind::kNats: return MakeNats(settings, access);
  }
  return Fail(Errc::kInternal, "there is no such kind of source");
}

}  // namespace docktor::observe

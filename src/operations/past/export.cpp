#include "operations/past/export.h"

#include "operations/past/decisions.h"
#include "operations/shared/since.h"

namespace docktor::operations {
namespace {

constexpr int kLargestPage = 10'000;

Result<remember::StoreQuery> QueryOf(const Context& context, const ExportDecisionsInput& input) {
  if (input.limit < 1 || input.limit > kLargestPage)
    return Fail(Errc::kInvalidInput,
                "limit: " + std::to_string(input.limit) + " is not between 1 and " + std::to_string(kLargestPage));
  remember::StoreQuery query{.after = input.after, .limit = input.limit};
  if (input.service) {
    const auto service = ServiceWithDecisions(context, *input.service);
    if (!service) return tl::unexpected<Error>(service.error());
    query.service = *service;
  }
  if (input.since) {
    const auto since = SinceOf(*input.since, context.clock.Now());
    if (!since) return tl::unexpected<Error>(since.error());
    query.since = *since;
  }
  return query;
}

void Run(Context& context, const Caller&, ExportDecisionsInput input, Reply<ExportDecisionsOutput> reply) {
  const auto query = QueryOf(context, input);
  if (!query) return reply.Fail(query.error());
  context.store.Find(*query, [reply, limit = input.limit](remember::StoreKeeper::Found found) {
    if (!found) return reply.Fail(std::move(found).error());
    ExportDecisionsOutput page{*std::move(found)};
    if (static_cast<int>(page.decisions.size()) == limit) page.next = page.decisions.back().id;
    reply.Answer(page);
  });
}

}  // namespace

Operation ExportDecisionsOperation() {
  return Declare<ExportDecisionsInput, ExportDecisionsOutput>(
      {.name = "decisions export",
       .summary = "Decisions with all that they rest on, oldest first, as a file for other programs",
       .help = "On the command line the file is written where the command runs; without --output, CSV and JSON go to "
               "stdout. Programs ask page by page.",
       .examples = {"decisions export --output decisions.csv", "decisions export --format json --since 7d",
                    "decisions export --service web --output web.parquet"},
       .fields = {{.name = "service", .help = "of this one only"},
                  {.name = "since", .help = "with a look since then: 7d ago, a day (2026-11-24) or a time"},
                  {.name = "after", .help = "newer than this id: the next page", .place = Field::Place::kProgramsOnly},
                  {.name = "limit", .help = "at most so many to a page", .place = Field::Place::kProgramsOnly}}},
      Run);
}

}  // namespace docktor::operations

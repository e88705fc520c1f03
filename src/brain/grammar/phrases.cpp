#include "brain/grammar/phrases.h"

namespace docktor::brain {
namespace {

std::vector<Phrase> Pausing() {
  return {
      {Pattern("(hold|hold off|pause|suspend|freeze|stop) [on] (scaling|autoscaling) [[(of|for)] {services}] [{when}]"),
       "pause"},
      {Pattern("(hold|hold off on|pause|suspend|freeze) {services} [{when}]"), "pause"},
      {Pattern("(hold off|pause) {when}"), "pause"},
      {Pattern("(do not|dont) (scale|touch|change) {services} [{when}]"), "pause"},
      {Pattern("(do not|dont) (scale|autoscale) [{when}]"), "pause"},
      {Pattern("leave {services} alone [{when}]"), "pause"},
      {Pattern("no (scaling|autoscaling|changes) [(of|for|to) {services}] [{when}]"), "pause"},
      {Pattern("(keep|take) your hands off {services} [{when}]"), "pause"},
      {Pattern("(do not|dont|never) (scale down|shrink) [{services}] [{when}]"), "pause", "down"},
      {Pattern("(do not|dont|never) scale {services} down [{when}]"), "pause", "down"},
      {Pattern("(pause|stop) (scaling down|shrinking) [{services}] [{when}]"), "pause", "down"},
      {Pattern("stop scaling {services} down [{when}]"), "pause", "down"},
      {Pattern("only scale [{services}] up [{when}]"), "pause", "down"},
      {Pattern("only scale up [{services}] [{when}]"), "pause", "down"},
      {Pattern("(do not|dont|never) (scale up|grow) [{services}] [{when}]"), "pause", "up"},
      {Pattern("(do not|dont|never) scale {services} up [{when}]"), "pause", "up"},
      {Pattern("(pause|stop) (scaling up|growing) [{services}] [{when}]"), "pause", "up"},
      {Pattern("stop scaling {services} up [{when}]"), "pause", "up"},
      {Pattern("only scale [{services}] down [{when}]"), "pause", "up"},
      {Pattern("only scale down [{services}] [{when}]"), "pause", "up"},
      {Pattern("(resume|unpause|unfreeze) [(scaling|autoscaling)] [[(of|for)] {services}]"), "resume"},
      {Pattern("continue (scaling|autoscaling) [[(of|for)] {services}]"), "resume"},
      {Pattern("(start|restart) (scaling|autoscaling) [{services}] [again]"), "resume"},
      {Pattern("(back|go back|return) to (normal|rules) [(for|with) {services}]"), "resume"},
      {Pattern("{services} back to (normal|rules)"), "resume"},
      {Pattern("stop being [so] (conservative|careful|cautious|aggressive) [(for|on|with|about) {services}]"), "resume",
       "", Direction::kNone, false, "ends whatever order is in force, not only a leaning"},
  };
}

std::vector<Phrase> Leaning() {
  constexpr const char* kCareful = "way=conservative";
  constexpr const char* kEager = "way=aggressive";
  return {
      {Pattern("be [(more|very|extra)] (conservative|careful|cautious) [(for|on|with|about) {services}] [{when}]"),
       "lean", kCareful},
      {Pattern("go easy [on {services}] [{when}]"), "lean", kCareful},
      {Pattern("be [(more|very|extra)] (aggressive|generous) [(for|on|with|about) {services}] [{when}]"), "lean",
       kEager},
      {Pattern("scale {services} more (conservatively|carefully|cautiously) [{when}]"), "lean", kCareful},
      {Pattern("scale {services} more (aggressively|generously) [{when}]"), "lean", kEager},
  };
}

std::vector<Phrase> Counts() {
  return {
      {Pattern("(scale|set|bring|put|make|change) {service} [to] {count} [{when}]"), "scale"},
      {Pattern("scale [to] {count} [{when}]"), "scale"},
      {Pattern("(scale|set|put) {count} [(of|for)] {service} [{when}]"), "scale"},
      {Pattern("(run|give|i want|i need|we want|we need) {service} [with] {count} [{when}]"), "scale"},
      {Pattern("(run|i want|i need|we want|we need) {service} at {count} [{when}]"), "scale", "", Direction::kNone,
       false, "that many replicas, and not that time of day"},
      {Pattern("(run|i want|i need|we want|we need) {count} [(of|for)] {service} [{when}]"), "scale"},
      {Pattern("{service} to {count} [{when}]"), "scale"},
      {Pattern("[(keep|hold|run)] [{service}] [at] exactly {count} [[(of|for)] {service}] [{when}]"), "scale"},
      {Pattern("(keep|hold) {service} at {count} [{when}]"), "scale"},
      {Pattern("(scale|bring) [{service}] up to {count} [{when}]"), "scale", "", Direction::kUp},
      {Pattern("scale up {service} to {count} [{when}]"), "scale", "", Direction::kUp},
      {Pattern("(scale|bring) [{service}] down to {count} [{when}]"), "scale", "", Direction::kDown},
      {Pattern("scale down {service} to {count} [{when}]"), "scale", "", Direction::kDown},
      {Pattern("[(keep|have|run|hold|i want|i need|we want|we need)] [{service}] [at] at least {count} [[(of|for)] "
               "{service}] [{when}]"),
       "scale", "at_least"},
      {Pattern("[(keep|have|run)] (no fewer than|no less than|minimum|minimum of|a minimum of) {count} [[(of|for)] "
               "{service}] [{when}]"),
       "scale", "at_least"},
      {Pattern("(do not|dont|never) (go|drop|scale) [{service}] below {count} [(for|with) {service}] [{when}]"),
       "scale", "at_least"},
      {Pattern("[(keep|have|run|hold)] [{service}] [at] at most {count} [[(of|for)] {service}] [{when}]"), "scale",
       "at_most"},
      {Pattern("[(keep|have|run)] (no more than|not more than|maximum|maximum of|a maximum of) {count} [[(of|for)] "
               "{service}] [{when}]"),
       "scale", "at_most"},
      {Pattern("(cap|limit) {service} (at|to) {count} [{when}]"), "scale", "at_most"},
      {Pattern("(do not|dont|never) (go|scale) [{service}] above {count} [(for|with) {service}] [{when}]"), "scale",
       "at_most"},
      {Pattern("(add|start) {count} more [(replicas|replica)] [(to|for|of)] {service} [{when}]"), "scale", "",
       Direction::kUp, true},
      {Pattern("add {count} [(to|for)] {service} [{when}]"), "scale", "", Direction::kUp, true},
      {Pattern("start {count} [(for|of)] {service} [{when}]"), "scale", "", Direction::kUp, true,
       "that many more than run now"},
      {Pattern("{count} more [(replicas|replica)] [(of|for)] {service} [{when}]"), "scale", "", Direction::kUp, true},
      {Pattern("scale {service} up by {count} [{when}]"), "scale", "", Direction::kUp, true},
      {Pattern("scale up {service} by {count} [{when}]"), "scale", "", Direction::kUp, true},
      {Pattern("(remove|drop) {count} [(replicas|replica)] [(from|of)] {service} [{when}]"), "scale", "",
       Direction::kDown, true},
      {Pattern("{count} (fewer|less) [(replicas|replica)] [(of|for)] {service} [{when}]"), "scale", "",
       Direction::kDown, true},
      {Pattern("scale {service} down by {count} [{when}]"), "scale", "", Direction::kDown, true},
      {Pattern("scale down {service} by {count} [{when}]"), "scale", "", Direction::kDown, true},
  };
}

std::vector<Phrase> Modes() {
  return {
      {Pattern("(switch|set|put|change) [{services}] [back] (to|into|in) (manual|approval) [mode]"), "mode",
       "mode=manual"},
      {Pattern("(switch|set|put|change) [{services}] [back] (to|into|in) (auto|automatic) [mode]"), "mode",
       "mode=auto"},
      {Pattern("ask [me] before (scaling|changing|you scale|you change) {services}"), "mode", "mode=manual"},
  };
}

std::vector<Phrase> Questions() {
  return {
      {Pattern("[(show|show me|whats|what is)] [your] status"), "status"},
      {Pattern("how (are things|is it going|is everything|are you)"), "status"},
      {Pattern("(whats|what is) (going on|happening|up)"), "status"},
      {Pattern("what are you doing"), "status"},
      {Pattern("(show|show me|list) [all] services"), "services"},
      {Pattern("(what|which) services (are there|do you (see|watch|know|scale)|can [you] scale)"), "services"},
      {Pattern("(what is|whats) {service} doing"), "why"},
      {Pattern("how is {service} [doing]"), "why"},
      {Pattern("why [{service}]"), "why"},
      {Pattern("why (did|do|have) you (scale|scaled|shrink|shrunk|grow|grown) [(up|down)] [{service}] [(up|down)]"),
       "why"},
      {Pattern("why (did|do) you (add|remove|start|stop) [{count}] [(replicas|replica|containers)] [(to|from|of)] "
               "[{service}]"),
       "why"},
      {Pattern("why (do not|dont|did not|didnt|are not|arent) you (scale|scaling) [(up|down)] [{service}] [(up|down)]"),
       "why"},
      {Pattern("why are you not scaling [{service}]"), "why"},
      {Pattern("why (is|are|isnt|arent|did|does|didnt|doesnt) {service} [(not|at|on|running|scaling|scale|growing|grow|"
               "shrinking|shrink)] [(up|down|scaling|at)] [{count}]"),
       "why"},
      {Pattern("why are there [(only|so many)] {count} [of] {service}"), "why"},
      {Pattern("explain [{service}]"), "why"},
      {Pattern("explain [(your|me your)] [last] decision [(for|on|about) {service}]"), "why"},
      {Pattern("(why|explain|show|show me) {id}"), "decisions_show"},
      {Pattern("[(show|show me|whats|what is|what are)] (load|cpu|metrics) [(of|for|on)] {service}"), "metrics"},
      {Pattern("how (busy|loaded) is {service}"), "metrics"},
      {Pattern("what (did|have) you (do|done|decide|decided) [(today|lately|recently|so far)]"), "decisions_list"},
      {Pattern("[(show|show me|list)] [(your|all)] [(last|latest|recent)] decisions [(of|for|on|about) {service}]"),
       "decisions_list"},
      {Pattern("history [(of|for) {service}]"), "decisions_list"},
      {Pattern("what happened [(to|with) {service}]"), "decisions_list"},
      {Pattern("[(show|show me|list|any)] proposals"), "proposals"},
      {Pattern("what (is|are) (waiting|pending|proposed) [for approval]"), "proposals"},
      {Pattern("what needs [(my|an)] approval"), "proposals"},
      {Pattern("(approve|accept) {id}"), "approve"},
      {Pattern("(reject|decline|deny|refuse) {id}"), "reject"},
      {Pattern("(approve|accept) {id} with {count}"), "modify"},
      {Pattern("(modify|change) {id} to {count}"), "modify"},
  };
}

std::vector<Phrase> AllPhrases() {
  std::vector<Phrase> all;
  for (auto&& some : {Pausing(), Leaning(), Modes(), Counts(), Questions()})
    all.insert(all.end(), some.begin(), some.end());
  return all;
}

}  // namespace

std::span<const Phrase> Phrases() {
  static const auto all = AllPhrases();
  return all;
}

}  // namespace docktor::brain

#include "deploy/operate_alone.hpp"

#include <poll.h>

#include "deploy/request_taker.hpp"
#include "deploy/terminal.hpp"

namespace fillwright {

tl::expected<void, std::string> operate_alone(World& world, const OperatorAsked& request,
                                              Duration wait, OperationReport& report) {
  Console console({.is_quiet = true}, *world.log);
  auto options = session_options(world, console);
  options.run = run_info(world, operators_clock);
  options.runtime.on_durable = [&](const EventNotice& notice) {
    console.on_event(notice);
    report.note(notice.event);
  };
  auto session = PaperSession::open(std::move(options));
  if (!session) return tl::unexpected(session.error());
  console.show_with((*session)->engine().instruments());
  auto& engine = (*session)->engine();
  RequestTaker requests(request_folder_of(world.journal_folder));
  requests.take(engine);
  engine.ask(request);
  engine.run_until_idle();
  const auto patience = (*session)->now() + wait;
  while (!report.is_done() && !is_stop_asked() && (*session)->now() < patience) {
    (*session)->turn();
    requests.take(engine);
    poll(nullptr, 0, 5);
  }
  (*session)->stop("the operator's request is over");
  console.finish();
  return {};
}

}  // namespace fillwright

#include "adapters/config/checks.hpp"

#include "actors/domain/pricing/built_in_policies.hpp"
#include "adapters/calendar/time_zones.hpp"
#include "adapters/config/nearest.hpp"

namespace fillwright {
namespace {

class Checker {
 public:
  Checker(const ConfigurationRequest& request, const Places& places, LoadedConfiguration& loaded)
      : request_(request), places_(places), loaded_(loaded) {
    for (const auto& policy : built_in_policies()) policy_names_.push_back(policy.name);
    for (const auto& policy : settings().policies) policy_names_.push_back(policy.name);
  }

  void check() {
    check_modes();
    check_policies();
    check_policy_name("price.entry_policy", settings().price.entry_policy);
    check_policy_name("price.exit_policy", settings().price.exit_policy);
    check_policy_name("price.stop_policy", settings().price.stop_policy);
    check_policy_name("exits.flatten_policy", settings().exits.flatten_policy);
    check_overrides("callers.", settings().callers);
    check_overrides("channels.", settings().channels);
    const auto& risk = settings().risk;
    if (!risk.max_exposure_percent.is_zero() &&
        risk.warn_exposure_percent > risk.max_exposure_percent)
      add("risk.warn_exposure_percent", "is " + to_text(risk.warn_exposure_percent) +
                                            "; expected at most risk.max_exposure_percent, " +
                                            to_text(risk.max_exposure_percent));
    if (settings().market.feed == FeedKind::tape && settings().market.tape.empty())
      add("market.tape", "is empty; expected a file, because market.feed is \"tape\"");
    check_kafka();
    if (const auto zone = load_time_zone(settings().time_zone); !zone)
      add("account.time_zone", "is wrong: " + zone.error());
  }

 private:
  const Settings& settings() const { return loaded_.configuration.settings; }

  void add(const std::string& key, const std::string& what) {
    const auto place = places_.find(key);
    const bool is_in_file = place != places_.end();
    loaded_.mistakes.push_back({is_in_file || !request_.file.empty() ? request_.file : "settings",
                                is_in_file ? place->second : 0, key + " " + what});
  }

  void check_modes() {
    if (settings().broker != "paper")
      add("account.broker",
          "is \"" + settings().broker + "\"; expected \"paper\", the one this version has");
    if (settings().mode == Mode::live && !request_.is_live_confirmed)
      add("account.mode",
          "is \"live\" and was not confirmed; expected it said twice, here and by the flag --live");
  }

  void check_kafka() {
    const auto& kafka = loaded_.configuration.process.kafka;
    if (kafka.brokers.empty()) return;
    const bool has_sasl = kafka.security == KafkaSecurity::sasl_plaintext ||
                          kafka.security == KafkaSecurity::sasl_tls;
    if (has_sasl && kafka.sasl_user.empty())
      add("kafka.sasl_user", "is empty; expected a name, because kafka.security is SASL");
    if (has_sasl && kafka.sasl_password.empty())
      add("secrets.kafka_sasl_password",
          "is not given; expected one, because kafka.security is SASL");
    if (kafka.tls_certificate.empty() != kafka.tls_key.empty())
      add("kafka.tls_key", "and kafka.tls_certificate belong together; expected both, or neither");
    if (kafka.min_in_sync > kafka.replication)
      add("kafka.min_in_sync", "is " + std::to_string(kafka.min_in_sync) +
                                   "; expected at most kafka.replication, " +
                                   std::to_string(kafka.replication));
  }

  void check_policies() {
    for (const auto& policy : settings().policies) {
      const auto key = "policies." + policy.name;
      if (find_policy(built_in_policies(), policy.name))
        add(key, "has the name of a built-in policy; expected another name");
      for (const auto& mistake : check_policy(policy)) add(key, "is not usable: " + mistake);
    }
  }

  void check_policy_name(const std::string& key, const std::string& name) {
    if (find_policy(built_in_policies(), name) || find_policy(settings().policies, name)) return;
    const auto nearest = nearest_name(name, policy_names_);
    add(key, "is \"" + name + "\"; expected a price policy, built in or of [policies]" +
                 (nearest.empty() ? "" : "; did you mean \"" + nearest + "\"?"));
  }

  void check_overrides(const std::string& prefix, const std::vector<Override>& overrides) {
    for (const auto& each : overrides) {
      const auto check_one = [&](const char* name, const std::optional<std::string>& policy) {
        if (policy) check_policy_name(prefix + each.id + "." + name, *policy);
      };
      check_one("entry_policy", each.entry_policy);
      check_one("exit_policy", each.exit_policy);
      check_one("stop_policy", each.stop_policy);
    }
  }

  const ConfigurationRequest& request_;
  const Places& places_;
  LoadedConfiguration& loaded_;
  std::vector<std::string> policy_names_;
};

}  // namespace

void check_together(const ConfigurationRequest& request, const Places& places,
                    LoadedConfiguration& loaded) {
  Checker(request, places, loaded).check();
}

}  // namespace fillwright

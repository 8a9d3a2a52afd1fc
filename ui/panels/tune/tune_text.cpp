#include "ui/panels/tune/tune_text.h"

#include <QCoreApplication>

namespace saysee::ui {

namespace {

// Gives the translator's tools a context.
class TuneText {
    Q_DECLARE_TR_FUNCTIONS(TuneText)
};

int percent(double share) { return qRound(100 * share); }

QString interval(const nlohmann::json& value)
{
    return TuneText::tr("%1 % (%2 to %3)")
        .arg(percent(value.value("value", 0.0)))
        .arg(percent(value.value("low", 0.0)))
        .arg(percent(value.value("high", 0.0)));
}

QString comparison(const QString& title, const nlohmann::json& side)
{
    QStringList lines = {TuneText::tr("%1 (%2): %3 better, %4 same, %5 worse")
                             .arg(title)
                             .arg(side.value("queries", 0))
                             .arg(side.value("better", 0))
                             .arg(side.value("same", 0))
                             .arg(side.value("worse", 0))};
    for (const int top : {1, 5, 10}) {
        const std::string key = "recall_" + std::to_string(top);
        lines.append(TuneText::tr("  among the first %1: %2 before, %3 after")
                         .arg(top)
                         .arg(interval(side.at("before").at(key)), interval(side.at("after").at(key))));
    }
    return lines.join(QLatin1Char('\n'));
}

}  // namespace

QString phaseName(session::RunPhase phase)
{
    using session::RunPhase;
    switch (phase) {
    case RunPhase::Checking:
        return TuneText::tr("Listening to the recordings");
    case RunPhase::Probe:
        return TuneText::tr("Preparing general searches");
    case RunPhase::Features:
        return TuneText::tr("Preparing the pairs");
    case RunPhase::Before:
        return TuneText::tr("Measuring before");
    case RunPhase::Training:
        return TuneText::tr("Training");
    case RunPhase::After:
        return TuneText::tr("Measuring after");
    case RunPhase::Done:
        break;
    }
    return TuneText::tr("Done");
}

QString scopeTitle(training::TuneScope scope)
{
    switch (scope) {
    case training::TuneScope::Voice:
        return TuneText::tr("Your voice and your words");
    case training::TuneScope::PromptsAndChannel:
        return TuneText::tr("Prompts and sound channel");
    case training::TuneScope::Prompts:
        break;
    }
    return TuneText::tr("Shared prompts (a few kilobytes)");
}

QString scopeText(training::TuneScope scope)
{
    switch (scope) {
    case training::TuneScope::Voice:
        return TuneText::tr("Learns how you sound and which words you say, so that you are understood better. Needs "
                            "recordings; those whose words you corrected teach the most.");
    case training::TuneScope::PromptsAndChannel:
        return TuneText::tr(
            "Learns which photos you mean, from your words and from their sound. Written descriptions "
            "help too.");
    case training::TuneScope::Prompts:
        break;
    }
    return TuneText::tr("Learns which photos you mean, from your words. Written descriptions help too.");
}

bool overFits(double gap)
{
    constexpr double wide = 0.2;
    return gap >= wide;
}

QString overFittingText(training::TuneScope scope, double gap)
{
    if (scope == training::TuneScope::Voice)
        return !overFits(gap)
            ? TuneText::tr("It hears other recordings as well as its own.")
            : TuneText::tr("It knows its own recordings by heart: it hears %1 points more of their words "
                           "right than of held-out ones. More recordings help.")
                  .arg(percent(gap));
    return !overFits(gap)
        ? TuneText::tr("It does as well on pairs that it has not seen.")
        : TuneText::tr("It knows its own pairs by heart: %1 points more than on held-out ones. More pairs help.")
              .arg(percent(gap));
}

session::TuneStatus pastRun(const library::Version& version)
{
    session::TuneStatus run;
    run.phase = session::RunPhase::Done;
    try {
        run.scope = training::scopeNamed(version.settings.at("scope").get<std::string>()).value_or(run.scope);
        run.training.bestEpoch = version.metrics.at("best_epoch");
        for (const auto& point : version.metrics.at("curve"))
            run.training.curve.push_back({point.at(0), point.at(1), point.at(2), point.at(3)});
    } catch (const nlohmann::json::exception&) {
        run.training.curve.clear();  // made by an older program
    }
    return run;
}

QString versionText(const library::Version& version)
{
    try {
        const nlohmann::json& metrics = version.metrics;
        const auto scope = training::scopeNamed(version.settings.at("scope").get<std::string>());
        if (!scope)
            return {};  // made by a newer program
        return TuneText::tr("Learned: %1").arg(scopeTitle(*scope)) + QLatin1Char('\n')
            + comparison(TuneText::tr("Held-out pairs against the whole library"), metrics.at("held_out"))
            + QLatin1Char('\n') + comparison(TuneText::tr("General searches"), metrics.at("probe"))
            + QLatin1Char('\n') + overFittingText(*scope, metrics.at("over_fitting"));
    } catch (const nlohmann::json::exception&) {
        return {};  // made by an older program
    }
}

}  // namespace saysee::ui

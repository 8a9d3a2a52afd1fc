#include "ui/panels/tune/tune_text.h"

#include "ui/bridge/text.h"

#include <QCoreApplication>
#include <QLocale>
#include <string>

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

// What a version says of itself, which a newer or a stranger's program may say otherwise.
template <class Value>
Value said(const nlohmann::json& about, const char* pointer, Value otherwise)
{
    try {
        return about.at(nlohmann::json::json_pointer(pointer)).get<Value>();
    } catch (const nlohmann::json::exception&) {
        return otherwise;
    }
}

std::optional<training::TuneScope> scopeOf(const library::Version& version)
{
    return training::scopeNamed(said(version.settings, "/scope", std::string()));
}

}  // namespace

QString progressText(const session::TuneStatus& status, std::optional<std::chrono::seconds> left)
{
    QString text = phaseName(status.phase);
    if (status.total > 0)
        text += TuneText::tr(", %L1 of %L2").arg(status.done).arg(status.total);
    return left ? TuneText::tr("%1, %2").arg(text, timeLeftText(*left)) : text;
}

QString learnedText(const library::Version& version)
{
    const auto scope = scopeOf(version);
    return scope ? scopeTitle(*scope) : QString();
}

QString pairsText(const library::Version& version)
{
    const int trained = said(version.metrics, "/trained", 0);
    return trained > 0 ? QLocale().toString(trained) : QString();
}

QString foundText(const library::Version& version)
{
    const double before = said(version.metrics, "/held_out/before/recall_10/value", -1.0);
    const double after = said(version.metrics, "/held_out/after/recall_10/value", -1.0);
    return before < 0 || after < 0 ? QString() : TuneText::tr("%1 → %2 %").arg(percent(before)).arg(percent(after));
}

QString stateText(const library::Version& version)
{
    if (version.inUse)
        return TuneText::tr("In use");
    if (said(version.metrics, "/imported", false))
        return TuneText::tr("Imported");
    return said(version.metrics, "/gate/passed", false) ? TuneText::tr("Better") : TuneText::tr("Not better");
}

QString reasonText(const library::Version& version)
{
    if (said(version.metrics, "/best_epoch", 1) == 0)
        return TuneText::tr("No epoch did better than where training began: this version changes nothing.");
    const int better = said(version.metrics, "/gate/better", 0);
    const int worse = said(version.metrics, "/gate/worse", 0);
    const QString counts = TuneText::tr("%Ln held-out photo(s) come further up among the first 10", nullptr, better)
        + TuneText::tr(", %Ln fall(s) back", nullptr, worse);
    const auto finding = said(version.metrics, "/gate/finding", std::string());
    if (finding == "nothing-held-out")
        return TuneText::tr("There are no held-out pairs to judge it by.");
    if (finding == "not-better")
        return TuneText::tr("It does not find the held-out photos better than before: %1.").arg(counts);
    if (finding == "chance")
        return TuneText::tr("It may be chance: %1.").arg(counts);
    if (finding == "loses-general-searches")
        return TuneText::tr("It loses %1 % of general searches.")
            .arg(percent(said(version.metrics, "/gate/general_loss", 0.0)));
    if (finding == "better")
        return TuneText::tr("It is better: %1.").arg(counts);
    return toQt(version.reason);
}

int epochsOf(const library::Version& version)
{
    return said(version.settings, "/epochs", training::TuneSettings {}.epochs);
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
        run.scope = scopeOf(version).value_or(run.scope);
        run.training.bestEpoch = version.metrics.at("best_epoch");
        for (const auto& point : version.metrics.at("curve"))
            run.training.curve.push_back(
                {point.at("epoch"), point.at("loss"), point.at("trained"), point.at("stopping")});
    } catch (const nlohmann::json::exception&) {
        run.training.curve.clear();  // made by an older program
    }
    return run;
}

QString versionText(const library::Version& version)
{
    try {
        const nlohmann::json& metrics = version.metrics;
        const auto scope = scopeOf(version);
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

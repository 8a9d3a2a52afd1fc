#include "core/training/pretrain/run_stage.h"

#include "core/base/files.h"

#include <QTemporaryDir>
#include <QTest>

using namespace saysee;
using namespace saysee::training;

namespace {

// Fits a random matrix; every step sees another random batch.
class ToyStage final : public Stage {
public:
    ToyStage()
    {
        auto weights = model::Weights::random(m_parameters, 1);
        weights.take("matrix", {4, 4});
    }
    [[nodiscard]] std::string name() const override { return "toy"; }
    [[nodiscard]] const model::TensorMap& parameters() const override { return m_parameters; }
    base::Result<StepLoss> loss(std::int64_t step) override
    {
        auto generator = at::make_generator<at::CPUGeneratorImpl>(stepSeed(1, step));
        const at::Tensor input = at::empty({8, 4}).normal_(0, 1, generator);
        const at::Tensor loss = (at::matmul(input, m_parameters.at("matrix")) - input.flip(1)).square().mean();
        return StepLoss {loss, {{"part", 0.5 * loss.item<double>()}}};
    }
    base::Result<Evaluation> evaluate() override
    {
        const double score = -m_parameters.at("matrix").detach().square().sum().item<double>();
        return Evaluation {score, {{"score", score}}};
    }
    base::Status write() override
    {
        ++written;
        return {};
    }

    int written = 0;

private:
    model::TensorMap m_parameters;
};

RunSettings settings() { return {.steps = 40, .warmUp = 5, .evaluateEvery = 10, .checkpointEvery = 7}; }

// Columns that do not depend on the machine's speed.
std::string losses(const QTemporaryDir& folder)
{
    const auto text = base::readFile(folder.filePath(QStringLiteral("toy.csv")).toStdString()).value();
    std::string kept;
    for (const QString& line : QString::fromStdString(text).split(QLatin1Char('\n'), Qt::SkipEmptyParts))
        kept += line.section(QLatin1Char(','), 0, -2).toStdString() + "\n";
    return kept;
}

// Stops the run when `steps` are done.
base::Status runUntil(std::uint64_t steps, const QTemporaryDir& folder)
{
    ToyStage stage;
    std::stop_source source;
    base::TaskContext task;
    task.stop = source.get_token();
    task.report = [&](const base::Progress& progress) {
        if (progress.done >= steps)
            source.request_stop();
    };
    return runStage(stage, settings(), folder.path().toStdString(), task);
}

}  // namespace

class TestRunStage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void stoppedRun_continuesWithTheSameLosses()
    {
        const QTemporaryDir whole;
        ToyStage stage;
        QVERIFY(runStage(stage, settings(), whole.path().toStdString(), {}).has_value());
        QVERIFY(stage.written > 0);

        const QTemporaryDir parts;
        for (const std::uint64_t steps : {3, 17, 30}) {
            const auto stopped = runUntil(steps, parts);
            QVERIFY(!stopped && stopped.error().code == base::ErrorCode::Cancelled);
        }
        QVERIFY(runUntil(1000, parts).has_value());
        QCOMPARE(losses(parts), losses(whole));
    }

    void killedRun_continuesFromItsLastCheckpointWithTheSameLosses()
    {
        const QTemporaryDir whole;
        QVERIFY(runUntil(1000, whole).has_value());
        const QTemporaryDir killed;
        // A killed process has written lines after its last checkpoint; so has this one.
        const auto checkpoint = killed.filePath(QStringLiteral("toy.checkpoint.safetensors")).toStdString();
        QVERIFY(!runUntil(14, killed));
        const auto saved = base::readFile(checkpoint).value();
        QVERIFY(!runUntil(20, killed));
        QVERIFY(base::writeFileAtomically(checkpoint, saved).has_value());
        QVERIFY(runUntil(1000, killed).has_value());
        QCOMPARE(losses(killed), losses(whole));
    }

    void checkpointOfOtherSettings_isRefused()
    {
        const QTemporaryDir folder;
        QVERIFY(!runUntil(10, folder));
        ToyStage stage;
        RunSettings other = settings();
        other.learningRate = 0.5;
        const auto status = runStage(stage, other, folder.path().toStdString(), {});
        QVERIFY(!status && status.error().code == base::ErrorCode::VersionMismatch);
    }

    void damagedCheckpoint_isRefused()
    {
        const QTemporaryDir folder;
        QVERIFY(!runUntil(10, folder));
        const auto checkpoint = folder.filePath(QStringLiteral("toy.checkpoint.safetensors")).toStdString();
        const auto saved = base::readFile(checkpoint).value();
        QVERIFY(base::writeFileAtomically(checkpoint, saved.substr(0, saved.size() / 2)).has_value());
        const auto status = runUntil(1000, folder);
        QVERIFY(!status && status.error().code == base::ErrorCode::Corrupt);
    }
};

QTEST_GUILESS_MAIN(TestRunStage)
#include "tst_run_stage.moc"

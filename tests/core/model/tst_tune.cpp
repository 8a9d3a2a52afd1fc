// Tunes: what differs from a model's own head, written, read and put in place again; a voice among it.
#include "core/model/head/tune.h"

#include "core/model/checkpoint/safetensors.h"

#include <QTemporaryDir>
#include <QTest>
#include <limits>

using namespace saysee;
using namespace saysee::model;

namespace {

constexpr int kWidth = 6;  // of the recogniser's states
constexpr int kRank = 3;

Head ownHead()
{
    HeadSpec spec;
    spec.channel = {.recogniserWidth = kWidth, .width = 8, .dimension = 5, .attentionHeads = 2, .feedForward = 12};
    return Head::random(spec, 1).value();
}

// One that has learned something.
Head voicedHead(const Head& own)
{
    Head head = own.withVoice(kRank, 0.8, 2);
    head.tensors().at("voice.up.weight").normal_();
    return head;
}

}  // namespace

class TestTune : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    [[nodiscard]] std::filesystem::path file() const
    {
        return m_folder.filePath(QStringLiteral("tune.safetensors")).toStdString();
    }

private Q_SLOTS:
    void voice_comesBackAndLeavesTheRestAsItWas()
    {
        const Head own = ownHead();
        const Head tuned = voicedHead(own);
        QVERIFY(writeTune(file(), own, tuned, {"model"}, "about"));
        const auto tune = readTune(file());
        QVERIFY2(tune.has_value(), tune ? "" : tune.error().message.c_str());
        QCOMPARE(tune->tensors.size(), std::size_t(kVoiceTensors));
        const auto applied = applyTune(own, *tune, "the tune");
        QVERIFY2(applied.has_value(), applied ? "" : applied.error().message.c_str());
        QVERIFY(applied->voice() != nullptr && own.voice() == nullptr);
        QCOMPARE(applied->voice()->pace(), tuned.voice()->pace());
        const at::Tensor states = at::randn({2, 4, kWidth});
        QVERIFY(at::equal(applied->voice()->adapt(states), tuned.voice()->adapt(states)));
        QVERIFY(!at::allclose(applied->voice()->adapt(states), states));
        for (const auto& [name, tensor] : own.tensors())
            QVERIFY2(at::equal(tensor, applied->tensors().at(name)), name.c_str());
    }

    void freshVoice_changesNoState()
    {
        const Head fresh = ownHead().withVoice(kRank, 1.0, 2);
        const at::Tensor states = at::randn({2, 4, kWidth});
        QVERIFY(at::allclose(fresh.voice()->adapt(states), states));
    }

    void pace_staysWithinItsLimits()
    {
        for (const auto& [stored, used] : {std::pair {1e9, kFastestPace}, std::pair {-1.0, kSlowestPace}})
            QCOMPARE(ownHead().withVoice(kRank, stored, 2).voice()->pace(), used);
    }

    void damagedVoices_areRefused_data()
    {
        QTest::addColumn<QString>("damage");
        for (const char* damage : {"misshapen down", "misshapen up", "flat down", "two paces", "not a number",
                                   "infinite pace", "rank 0", "pace alone", "no pace", "down alone", "unknown part"})
            QTest::newRow(damage) << QString::fromLatin1(damage);
    }
    void damagedVoices_areRefused()
    {
        QFETCH(QString, damage);
        const Head own = ownHead();
        TensorMap voice;
        const Head tuned = voicedHead(own);
        for (const auto& [name, tensor] : tuned.tensors())
            if (name.starts_with("voice."))
                voice[name] = tensor.clone();
        const auto keepOnly = [&](const std::string& name) { voice = {{name, voice.at(name)}}; };
        if (damage == QStringLiteral("misshapen down"))
            voice["voice.down.weight"] = at::zeros({kRank, kWidth + 1});
        if (damage == QStringLiteral("misshapen up"))
            voice["voice.up.weight"] = at::zeros({kRank, kWidth});
        if (damage == QStringLiteral("flat down"))
            voice["voice.down.weight"] = at::zeros({kRank * kWidth});
        if (damage == QStringLiteral("two paces"))
            voice["voice.pace"] = at::ones({2});
        if (damage == QStringLiteral("not a number"))
            voice["voice.up.bias"][0] = std::numeric_limits<float>::quiet_NaN();
        if (damage == QStringLiteral("infinite pace"))
            voice["voice.pace"][0] = std::numeric_limits<float>::infinity();
        if (damage == QStringLiteral("rank 0")) {
            voice["voice.down.weight"] = at::zeros({0, kWidth});
            voice["voice.down.bias"] = at::zeros({0});
            voice["voice.up.weight"] = at::zeros({kWidth, 0});
        }
        if (damage == QStringLiteral("pace alone"))
            keepOnly("voice.pace");
        if (damage == QStringLiteral("no pace"))
            voice.erase("voice.pace");
        if (damage == QStringLiteral("down alone"))
            keepOnly("voice.down.weight");
        if (damage == QStringLiteral("unknown part"))
            voice["voice.accent"] = at::zeros({1});
        QVERIFY(writeSafetensors(file(), voice, {{"saysee.tune", "1"}, {"model", "model"}, {"about", ""}}));
        const auto tune = readTune(file());
        QVERIFY2(tune.has_value(), tune ? "" : tune.error().message.c_str());
        const auto applied = applyTune(own, *tune, file().string());
        QVERIFY2(!applied, "a damaged voice was put in place");
        QCOMPARE(applied.error().code, base::ErrorCode::Corrupt);
        QVERIFY2(applied.error().message.find("tune.safetensors") != std::string::npos,
                 applied.error().message.c_str());
    }
};

QTEST_GUILESS_MAIN(TestTune)
#include "tst_tune.moc"

// The safetensors reader against files that are right, and against every way in which they can be wrong.
#include "core/base/files.h"
#include "core/model/checkpoint/safetensors.h"
#include "support/shared_data.h"

#include <QTemporaryDir>
#include <QTest>
#include <cstring>
#include <nlohmann/json.hpp>

using namespace saysee;
using model::TensorMap;

class TestSafetensors : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;

    std::filesystem::path path(const char* name) const
    {
        return std::filesystem::path(m_folder.path().toStdString()) / name;
    }

    std::filesystem::path write(const std::string& header, std::size_t dataBytes,
                                std::optional<std::uint64_t> claimed = {}) const
    {
        const std::uint64_t length = claimed.value_or(header.size());
        std::string content(sizeof length, '\0');
        std::memcpy(content.data(), &length, sizeof length);
        content += header;
        content.append(dataBytes, '\0');
        const auto file = path("crafted.safetensors");
        if (!base::writeFileAtomically(file, content))
            qFatal("cannot write the test file");
        return file;
    }

private Q_SLOTS:
    void whatIsWrittenIsRead()
    {
        TensorMap tensors;
        tensors["floats"] = at::arange(6, at::kFloat).reshape({2, 3});
        tensors["transposed"] = tensors["floats"].t();
        tensors["half"] = at::full({3}, 0.5, at::kHalf);
        tensors["scalar"] = at::full({}, 4.6, at::kDouble);
        tensors["bytes"] = at::ones({5}, at::kByte);  // leaves what follows unaligned
        tensors["whole"] = at::arange(3, at::kLong);
        tensors["empty"] = at::empty({0, 4}, at::kFloat);
        QVERIFY(model::writeSafetensors(path("a.safetensors"), tensors, {{"format", "pt"}}));
        const auto read = model::readSafetensors(path("a.safetensors"));
        QVERIFY2(read, read ? "" : read.error().message.c_str());
        QCOMPARE(read->metadata.at("format"), std::string("pt"));
        QCOMPARE(read->tensors.size(), tensors.size());
        for (const auto& [name, tensor] : tensors) {
            const at::Tensor& other = read->tensors.at(name);
            QVERIFY2(other.scalar_type() == tensor.scalar_type() && at::equal(other, tensor), name.c_str());
        }
    }

    void tensorsOutliveTheReaderAndMayBeWrittenTo()
    {
        TensorMap tensors;
        tensors["a"] = at::ones({4});
        QVERIFY(model::writeSafetensors(path("b.safetensors"), tensors));
        at::Tensor kept = model::readSafetensors(path("b.safetensors"))->tensors.at("a");
        kept.add_(1);
        QVERIFY(at::equal(kept, at::full({4}, 2.0)));
        QVERIFY(at::equal(model::readSafetensors(path("b.safetensors"))->tensors.at("a"), at::ones({4})));
    }

    void damagedFilesAreRefused_data()
    {
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<int>("dataBytes");
        QTest::addColumn<qint64>("claimed");
        QTest::addColumn<QByteArray>("reason");
        const auto row = [&](const char* name, const char* header, int dataBytes, const char* reason,
                             qint64 claimed = -1) {
            QTest::newRow(name) << QByteArray(header) << dataBytes << claimed << QByteArray(reason);
        };
        row("cut off", R"({"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}})", 10, "past the end");
        row("longer than its tensors", R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})", 8, "longer");
        row("overlap",
            R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}})",
            12, "overlaps");
        row("hole", R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})", 8, "hole");
        row("shape against size", R"({"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}})", 8, "match its shape");
        row("backwards", R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[8,4]}})", 8, "match its shape");
        row("product overflows", R"({"a":{"dtype":"F32","shape":[4294967296,4294967296,4],"data_offsets":[0,0]}})", 0,
            "match its shape");
        row("negative size", R"({"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}})", 4, "impossible shape");
        row("huge size", R"({"a":{"dtype":"F32","shape":[18446744073709551615],"data_offsets":[0,4]}})", 4,
            "impossible shape");
        row("unknown type", R"({"a":{"dtype":"F8_E4M3","shape":[4],"data_offsets":[0,4]}})", 4, "F8_E4M3");
        row("no offsets", R"({"a":{"dtype":"F32","shape":[1]}})", 4, "incomplete");
        row("not an object", "[1,2]", 0, "not an object");
        row("no JSON", "{{{{", 0, "crafted");
        row("nested too deep", R"({"a":{"b":{"c":{"d":{"e":{}}}}}})", 0, "nested too deeply");
        row("header past the end", "{}", 0, "cut off", 4096);
        row("absurd header", "{}", 0, "claims", 0x7fffffffffffffff);
    }
    void damagedFilesAreRefused()
    {
        QFETCH(QByteArray, header);
        QFETCH(int, dataBytes);
        QFETCH(qint64, claimed);
        QFETCH(QByteArray, reason);
        std::optional<std::uint64_t> length;
        if (claimed >= 0)
            length = static_cast<std::uint64_t>(claimed);
        const auto file = write(header.toStdString(), static_cast<std::size_t>(dataBytes), length);
        const auto read = model::readSafetensors(file);
        QVERIFY(!read);
        const QByteArray message = QByteArray::fromStdString(read.error().message);
        QVERIFY2(message.contains(reason), message.constData());
        QVERIFY2(message.contains("crafted.safetensors"), message.constData());
    }

    void truncationAtEveryByteIsRefused()
    {
        TensorMap tensors;
        tensors["a"] = at::ones({7});
        tensors["b"] = at::ones({2, 2}, at::kHalf);
        QVERIFY(model::writeSafetensors(path("whole.safetensors"), tensors));
        const std::string content = *base::readFile(path("whole.safetensors"));
        for (std::size_t size = 0; size < content.size(); ++size) {
            QVERIFY(base::writeFileAtomically(path("part.safetensors"), content.substr(0, size)));
            QVERIFY2(!model::readSafetensors(path("part.safetensors")), qPrintable(QString::number(size)));
        }
    }

    void absentFilesAndFoldersAreNamed()
    {
        const auto absent = model::readSafetensors(path("absent.safetensors"));
        QVERIFY(!absent && absent.error().code == base::ErrorCode::NotFound);
        const auto folder = model::readSafetensors(m_folder.path().toStdString());
        QVERIFY(!folder && folder.error().code == base::ErrorCode::Io);
    }

    void weightsNameWhatDoesNotFit_data()
    {
        QTest::addColumn<QByteArray>("tensor");
        QTest::addColumn<QByteArray>("reason");
        QTest::newRow("absent") << QByteArray("c") << QByteArray("no tensor");
        QTest::newRow("shape") << QByteArray("a") << QByteArray("shape [2, 2] where [2, 3] is expected");
        QTest::newRow("whole numbers") << QByteArray("whole") << QByteArray("whole numbers");
        QTest::newRow("NaN") << QByteArray("nan") << QByteArray("not numbers");
        QTest::newRow("infinite half") << QByteArray("infinite") << QByteArray("not numbers");
    }
    void weightsNameWhatDoesNotFit()
    {
        QFETCH(QByteArray, tensor);
        QFETCH(QByteArray, reason);
        TensorMap tensors;
        tensors["a"] = at::ones({2, 2});
        tensors["whole"] = at::ones({2, 3}, at::kLong);
        tensors["nan"] = at::zeros({2, 3});
        tensors["nan"][1][2] = std::numeric_limits<float>::quiet_NaN();
        tensors["infinite"] = at::full({2, 3}, std::numeric_limits<float>::infinity(), at::kHalf);
        model::Weights weights(tensors, "model.safetensors");
        weights.take("a", {2, 2});
        QVERIFY(weights.status());
        weights.take(tensor.toStdString(), {2, 3});
        weights.take("later", {1});
        const auto status = weights.status();
        QVERIFY(!status);
        const QByteArray message = QByteArray::fromStdString(status.error().message);
        QVERIFY2(message.contains(reason) && message.contains(tensor) && message.contains("model.safetensors"),
                 message.constData());
    }

    void largeHalfTablesAreFinite()
    {
        // The sum of these would overflow half precision.
        QVERIFY(model::allFinite(at::full({70'000}, 1000.0, at::kHalf)));
    }

    void randomWeightsRepeatWithTheirSeed()
    {
        TensorMap first;
        TensorMap second;
        model::Weights::random(first, 7).take("w", {3, 3});
        model::Weights::random(second, 7).take("w", {3, 3});
        QVERIFY(at::equal(first.at("w"), second.at("w")));
        QVERIFY(at::equal(model::Weights(first, "memory").take("w", {3, 3}), first.at("w")));
    }

    void goldenFileIsRead()
    {
        const auto file = test::sharedDirectory() / "golden" / "clip-nano-hf" / "model.safetensors";
        SAYSEE_NEEDS(file);
        const auto read = model::readSafetensors(file);
        QVERIFY2(read, read ? "" : read.error().message.c_str());
        QCOMPARE(read->tensors.at("text_model.embeddings.token_embedding.weight").size(0), 49408);
    }
};

QTEST_GUILESS_MAIN(TestSafetensors)
#include "tst_safetensors.moc"

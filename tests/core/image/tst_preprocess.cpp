#include "core/image/decode.h"
#include "core/image/pixels/resample.h"
#include "core/image/preprocess.h"
#include "support/golden_tensors.h"
#include "support/shared_data.h"

#include <QTest>
#include <cmath>
#include <random>
#include <set>

using namespace saysee;
using namespace saysee::image;

namespace {

constexpr std::array kGoldenImages = {"image-0-640x480.png", "image-1-333x517.png", "image-2-64x64.png",
                                      "image-3-1201x97.png"};

RgbImage filled(int width, int height, std::uint8_t value)
{
    return {width, height, std::vector<std::uint8_t>(std::size_t(width) * std::size_t(height) * 3, value)};
}

RgbImage noise(int width, int height)
{
    RgbImage image = filled(width, height, 0);
    std::mt19937 random(3);
    for (auto& value : image.pixels)
        value = std::uint8_t(random() & 255U);
    return image;
}

double largestDifference(const PixelTensor& tensor, const test::GoldenTensor& golden)
{
    double largest = 0;
    for (std::size_t i = 0; i < golden.values.size(); ++i)
        largest = std::max(largest, std::abs(double(tensor.values[i]) - golden.values[i]));
    return largest;
}

}  // namespace

class TstPreprocess : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void golden_pixelsAreEqual()
    {
        const auto folder = test::sharedDirectory() / "golden";
        SAYSEE_NEEDS(folder / "clip-nano.golden.safetensors");
        const auto golden = test::readGoldenTensors(folder / "clip-nano.golden.safetensors");
        for (std::size_t i = 0; i < kGoldenImages.size(); ++i) {
            const auto image = decodeFile(folder / kGoldenImages[i]);
            QVERIFY2(image.has_value(), image ? "" : image.error().message.c_str());
            const auto number = std::to_string(i);
            // One step of a pixel is 0.0145 after normalisation: equal means every pixel is.
            const double at64 =
                largestDifference(preprocess(*image, {.size = 64}).value(), golden.at("pixels." + number));
            QVERIFY2(at64 < 1e-5, qPrintable(QStringLiteral("64 px, image %1: off by %2").arg(i).arg(at64)));
            const double at224 = largestDifference(preprocess(*image, {}).value(), golden.at("pixels224." + number));
            QVERIFY2(at224 < 2e-3, qPrintable(QStringLiteral("224 px, image %1: off by %2").arg(i).arg(at224)));
        }
    }

    void variants_haveTheirShapeAndRange()
    {
        const RgbImage image = noise(301, 97);
        PreprocessSpec spec {.size = 32, .mean = {0, 0, 0}, .deviation = {1, 1, 1}};
        for (const Fit fit : {Fit::ShortestSideThenCrop, Fit::Squash})
            for (const Interpolation interpolation : {Interpolation::Bicubic, Interpolation::Bilinear}) {
                spec.fit = fit;
                spec.interpolation = interpolation;
                const PixelTensor tensor = preprocess(image, spec).value();
                QCOMPARE(tensor.values.size(), std::size_t(3 * 32 * 32));
                QVERIFY(std::all_of(tensor.values.begin(), tensor.values.end(),
                                    [](float value) { return value >= 0 && value <= 1; }));
            }
    }

    void regions_areCutsOfTheWhole()
    {
        const RgbImage image = noise(120, 80);
        const RgbImage whole = resampled(image, 47, 61, Interpolation::Bicubic, {0, 0, 47, 61});
        const RgbImage part = resampled(image, 47, 61, Interpolation::Bicubic, {5, 9, 20, 30});
        for (int y = 0; y < 30; ++y)
            for (int x = 0; x < 20 * 3; ++x)
                QCOMPARE(part.pixels[std::size_t(y * 60 + x)], whole.pixels[std::size_t((y + 9) * 141 + 15 + x)]);
    }

    void sameSize_changesNothing()
    {
        const RgbImage image = noise(16, 16);
        QCOMPARE(resampled(image, 16, 16, Interpolation::Bicubic, {0, 0, 16, 16}).pixels, image.pixels);
    }

    void oddShapes_keepAPlainColour_data()
    {
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("height");
        QTest::newRow("one pixel") << 1 << 1;
        QTest::newRow("one row") << 5000 << 1;
        QTest::newRow("one column") << 1 << 5000;
        QTest::newRow("smaller than the tower") << 10 << 7;
    }
    void oddShapes_keepAPlainColour()
    {
        QFETCH(int, width);
        QFETCH(int, height);
        const PreprocessSpec spec {.size = 224, .mean = {0, 0, 0}, .deviation = {1, 1, 1}};
        const PixelTensor tensor = preprocess(filled(width, height, 51), spec).value();
        QVERIFY(std::all_of(tensor.values.begin(), tensor.values.end(), [](float value) { return value == 0.2F; }));
    }

    void wrongUses_areErrors()
    {
        const auto code = [](const RgbImage& image, const PreprocessSpec& spec) {
            return preprocess(image, spec).error().code;
        };
        QCOMPARE(code({}, {}), base::ErrorCode::InvalidArgument);
        RgbImage lying = filled(4, 4, 0);
        lying.height = 5;
        QCOMPARE(code(lying, {}), base::ErrorCode::InvalidArgument);
        QCOMPARE(code(filled(4, 4, 0), {.size = 0}), base::ErrorCode::InvalidArgument);
        QCOMPARE(code(filled(4, 4, 0), {.size = 1 << 20}), base::ErrorCode::InvalidArgument);
        QCOMPARE(code(filled(4, 4, 0), {.deviation = {1, 0, 1}}), base::ErrorCode::InvalidArgument);
    }

    void canonicalText_namesEveryField()
    {
        QCOMPARE(QString::fromStdString(canonicalText({})),
                 QStringLiteral("size=224;fit=shortest-side-then-crop;interpolation=bicubic;"
                                "mean=0.48145467,0.4578275,0.40821072;deviation=0.26862955,0.2613026,0.2757771"));
        std::set<std::string> texts = {canonicalText({})};
        texts.insert(canonicalText({.size = 225}));
        texts.insert(canonicalText({.fit = Fit::Squash}));
        texts.insert(canonicalText({.interpolation = Interpolation::Bilinear}));
        texts.insert(canonicalText({.mean = {0.48145466F, 0.4578275F, 0.4082108F}}));
        texts.insert(canonicalText({.deviation = {0.2686296F, 0.26130258F, 0.27577711F}}));
        QCOMPARE(texts.size(), std::size_t(6));
    }
};

QTEST_GUILESS_MAIN(TstPreprocess)
#include "tst_preprocess.moc"

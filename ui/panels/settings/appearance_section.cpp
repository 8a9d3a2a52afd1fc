#include "ui/panels/settings/appearance_section.h"

#include "ui/settings/translation.h"
#include "ui/theme/theme_switcher.h"
#include "ui/widgets/section.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLocale>

namespace saysee::ui {

namespace {

// Qt calls "en" American English.
QString nativeName(const QString& language)
{
    return language == QLatin1String("en") ? QStringLiteral("English") : QLocale(language).nativeLanguageName();
}

}  // namespace

AppearanceSection::AppearanceSection(PanelContext& context)
    : m_preferences(context.settings), m_theme(makeChoice()), m_language(makeChoice()),
      m_later(makeLabel(tr("The new language holds from the next start of SaySee."), TextRole::Caption))
{
    auto* form = new QFormLayout(this);
    form->setContentsMargins({});
    form->setRowWrapPolicy(QFormLayout::WrapLongRows);
    form->addRow(tr("&Theme"), m_theme);
    form->addRow(tr("&Language"), m_language);
    form->addRow(m_later);
    m_later->hide();
    m_theme->addItem(tr("As the desktop"), static_cast<int>(ThemeChoice::System));
    m_theme->addItem(tr("Light"), static_cast<int>(ThemeChoice::Light));
    m_theme->addItem(tr("Dark"), static_cast<int>(ThemeChoice::Dark));
    m_theme->setCurrentIndex(m_theme->findData(static_cast<int>(context.theme.choice())));
    connect(m_theme, &QComboBox::activated, this, [this, &theme = context.theme] {
        theme.setChoice(static_cast<ThemeChoice>(m_theme->currentData().toInt()));
    });

    m_language->addItem(tr("As the desktop"), QString());
    for (const QString& language : availableLanguages())
        m_language->addItem(nativeName(language), language);
    m_language->setCurrentIndex(std::max(0, m_language->findData(m_preferences.language())));
    connect(m_language, &QComboBox::activated, this, [this] {
        m_preferences.setLanguage(m_language->currentData().toString());
        m_later->show();
    });
}

}  // namespace saysee::ui

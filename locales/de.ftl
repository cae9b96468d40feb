### Deutsch. Was die Meldungen bedeuten und wo sie stehen, sagen die Kommentare in en.ftl.

## While the site loads, or where it cannot

boot-failed = Diese Seite konnte nicht geladen werden
boot-advice = Bitte prüfen Sie Ihre Verbindung und laden Sie die Seite noch einmal. Wenn es weiterhin nicht gelingt, ist Ihr Browser vielleicht zu alt für diese Website: Sie braucht Chrome oder Edge 111, Firefox 115, Safari 16.4 oder einen neueren.
boot-no-wasm = Ihr Browser führt kein WebAssembly aus, mit dem diese Website gemacht ist. Bitte erlauben Sie es für diese Website in den Einstellungen (auf einem iPhone: Blockierungsmodus für sie ausschalten), oder öffnen Sie die Seite in einem anderen Browser: Chrome oder Edge 111, Firefox 115, Safari 16.4 oder neuer.
boot-again = Noch einmal laden
boot-no-scripts = Diese Website braucht JavaScript
boot-switch-on = Bitte schalten Sie es in den Einstellungen Ihres Browsers ein und laden Sie diese Seite dann noch einmal.

## Words that many pages use

try-again = Noch einmal versuchen
not-loaded = Diese Seite konnte nicht geladen werden
not-loaded-advice = Bitte prüfen Sie Ihre Verbindung und laden Sie die Seite noch einmal.
load-again = Noch einmal laden
try-now = Jetzt versuchen
cancel = Abbrechen
continue = Weiter
please-wait = Bitte warten
loading = Wird geladen
sign-in = Anmelden
sign-out = Abmelden
sign-in-again = Wieder anmelden
create-account = Konto anlegen
go-to-front-page = Zur Startseite
go-to-sign-in = Zur Anmeldung

## Fields of forms

email = E-Mail
password = Passwort
new-password = Neues Passwort
current-password = Aktuelles Passwort
first-name = Vorname
last-name = Nachname
title = Titel oder Funktion
location = Ort
description = Beschreibung
optional = (freiwillig)
show-password = Passwort anzeigen
hide-password = Passwort verbergen
show = Anzeigen
hide = Verbergen
password-hint = { $count ->
    [one] Mindestens 1 Zeichen. Länger ist besser.
   *[other] Mindestens { $count } Zeichen. Länger ist besser.
}
password-advice = Länger ist besser.
password-rule = Diese Website verlangt { $rule }.
need-least = { $count ->
    [one] mindestens 1 Zeichen
   *[other] mindestens { $count } Zeichen
}
need-between = { $least } bis { $most } Zeichen
need-digit = eine Ziffer
need-lower = einen Kleinbuchstaben (a–z)
need-upper = einen Großbuchstaben (A–Z)
need-special = ein Sonderzeichen ({ $characters })
need-no-blank = keine Leerzeichen
password-other-rule = Diese Website hat eine eigene Regel für Passwörter.
password-long-enough = Lang genug. Ein paar Zeichen mehr machen es sicherer.
password-long = Eine gute Länge.
caps-lock = Die Feststelltaste ist an.
code = Code
code-hint = Sechs Ziffern. Mit der letzten wird das Formular abgeschickt.
code-hint-by-hand = Sechs Ziffern aus Ihrer Authenticator-App
code-hint-set-up = Sechs Ziffern

## The frame around every page

skip-to-content = Zum Inhalt springen
menu = Menü
main-navigation = Hauptmenü
more-navigation = Weiteres
home = Start
about = Über uns
conduct = Verhaltensregeln
privacy = Datenschutz
blog = Blog
profile = Profil
profile-of = Profil von { $name }

## When the server cannot be reached

trying-now = Neuer Versuch läuft …
next-try = { $seconds ->
    [one] Nächster Versuch in 1 Sekunde
   *[other] Nächster Versuch in { $seconds } Sekunden
}
unreachable-title = Server nicht erreichbar
unreachable = Der Server ist nicht erreichbar
unreachable-opens = Diese Seite öffnet sich von selbst, sobald der Server antwortet.
no-contact = Der Server ist nicht erreichbar. Bitte prüfen Sie Ihre Verbindung.
server-trouble = Der Server hat Mühe zu antworten. Bitte versuchen Sie es gleich noch einmal.
server-trouble-meanwhile = Der Server hat Mühe zu antworten.
server-busy = Der Server ist beschäftigt und bittet um etwas Zeit.
server-slow = Der Server hat zu lange für die Antwort gebraucht. Bitte versuchen Sie es noch einmal.
too-many-tries = Zu viele Versuche. Bitte warten Sie eine Minute und versuchen Sie es dann noch einmal.
too-many-tries-wait = { $seconds ->
    [one] Zu viele Versuche. Bitte warten Sie 1 Sekunde und versuchen Sie es dann noch einmal.
   *[other] Zu viele Versuche. Bitte warten Sie { $seconds } Sekunden und versuchen Sie es dann noch einmal.
}

## When something is refused

not-open = Das ist für Sie nicht zugänglich.
refused = Der Server hat das abgelehnt. Bitte versuchen Sie es noch einmal; wenn es immer wieder geschieht, sagen Sie bitte den Betreibern dieser Website Bescheid.
no-longer-signed-in = Sie sind nicht mehr angemeldet. Bitte melden Sie sich wieder an.
somebody-else = Inzwischen hat sich jemand anderes angemeldet. Es wurde nichts abgeschickt.
answer-lost = Vom Server kam keine Antwort, daher ist nicht bekannt, ob das geändert wurde. Bitte laden Sie die Seite neu, um es zu sehen.
page-broken = Diese Seite funktioniert nicht mehr
page-broken-advice = Ihre Anmeldung ist davon nicht betroffen. Was Sie getippt haben, steht noch hier und lässt sich kopieren; nach dem Neuladen ist es vielleicht nicht mehr da.
nothing-sent = Sie sind nicht mehr angemeldet. Es wurde nichts geändert. Bitte melden Sie sich wieder an.
not-allowed-title = Nicht zugänglich
not-allowed = Diese Seite ist für Sie nicht zugänglich
not-allowed-why = Sie sind angemeldet, aber mit Ihrem Konto haben Sie keinen Zugang zu dieser Seite. Wenn das Ihrer Meinung nach anders sein sollte, wenden Sie sich bitte an die Betreiber dieser Website.
go-to-profile = Zu Ihrem Profil
permissions-unknown-title = Noch nicht geklärt
permissions-unknown = Diese Seite lässt sich gerade nicht öffnen

## Texts and posts

text-not-safe = Dieser Text kann gerade nicht sicher angezeigt werden. Bitte laden Sie die Seite neu.
from-the-blog = Aus dem Blog
all-posts = Alle Beiträge
blog-page = Blog, Seite { $page }
no-posts = Es gibt noch keine Beiträge.
no-posts-here = Auf dieser Seite gibt es keine Beiträge.
newest-posts = Zu den neuesten Beiträgen
about-the-author = Über die Autorin oder den Autor
for-members = Für Mitglieder
for-certain-members = Für bestimmte Mitglieder
rest-for-members = Der Rest ist für Mitglieder
rest-for-certain-members = Der Rest ist für bestimmte Mitglieder
sign-in-to-read = Bitte melden Sie sich an, um weiterzulesen. Danach sind Sie wieder an dieser Stelle.
rest-for-others = Sie sind angemeldet, aber dieser Teil ist für Ihr Konto nicht freigegeben. Wenn das Ihrer Meinung nach anders sein sollte, wenden Sie sich bitte an die Betreiber dieser Website.
untitled = Ohne Titel
pages = Seiten
newer = ← Neuere
older = Ältere →
page-of = Seite { $page } von { $pages }
not-found = Seite nicht gefunden
not-found-why = Unter dieser Adresse gibt es nichts. Vielleicht ist die Seite umgezogen, oder im Link ist ein Tippfehler.
read-the-blog = Zum Blog

## Signing in

forgot-password = Passwort vergessen?
new-here = Neu hier?
create-an-account = Konto anlegen
other-ways = Andere Wege, sich anzumelden
or = oder
continue-with = Weiter mit { $provider }
leads-away = Das führt von dieser Seite weg, und was Sie darauf eingegeben haben, geht verloren.
another-way = Auf anderem Weg anmelden
still-there = Was Sie auf dieser Seite eingegeben haben, ist noch da.
not-now = Jetzt nicht
signed-out-now = Sie sind nicht mehr angemeldet.
enter-email = Bitte geben Sie Ihre E-Mail-Adresse ein.
invalid-email = Das ist keine gültige E-Mail-Adresse.
invalid-email-form = Das ist keine gültige E-Mail-Adresse. Sie sollte so aussehen: name@example.com.
enter-password = Bitte geben Sie Ihr Passwort ein.
enter-current-password = Bitte geben Sie Ihr aktuelles Passwort ein.
enter-code = Bitte geben Sie den Code aus Ihrer Authenticator-App ein.
code-asked = Fast geschafft. Bitte geben Sie den Code aus Ihrer Authenticator-App ein.
wrong-code = Dieser Code ist falsch oder zu alt. Bitte geben Sie den ein, den Ihre App jetzt anzeigt.
wrong-credentials = E-Mail oder Passwort ist falsch, oder das Konto ist nicht aktiv. Bitte prüfen Sie beides und versuchen Sie es noch einmal.
wrong-password = Das ist nicht Ihr aktuelles Passwort.
other-provider = Zu diesem Konto gehört ein anderer Anmeldeweg. Bitte nehmen Sie den, auf dem es angelegt wurde.
suspended = Dieses Konto ist gesperrt. Bitte wenden Sie sich an die Betreiber dieser Website.
signed-out-elsewhere = Sie haben sich in einem anderen Tab abgemeldet.
session-ended = Ihre Sitzung ist zu Ende. Bitte melden Sie sich wieder an, um weiterzumachen.
cookies-blocked = Ihr Browser blockiert Cookies für diese Website, und die Anmeldung braucht eines. Bitte erlauben Sie sie in den Einstellungen des Browsers und laden Sie diese Seite dann neu.

## Back from signing in at another service

sso-refused = Die Anmeldung dort hat nicht geklappt, oder es gibt hier kein aktives Konto dafür. Bitte versuchen Sie es noch einmal, oder melden Sie sich auf anderem Weg an.
sso-taken = Es gibt schon ein Konto mit dieser Adresse, und zu ihm gehört ein anderer Anmeldeweg. Bitte nehmen Sie den, auf dem es angelegt wurde.
sso-code = Dieses Konto verlangt zusätzlich einen Code. Bitte geben Sie den ein, den Ihre Authenticator-App jetzt anzeigt.
sso-late = Die Anmeldung dort hat zu lange gedauert oder wurde nicht abgeschlossen. Bitte versuchen Sie es noch einmal.
sso-unreachable = Der andere Dienst ist im Moment nicht erreichbar. Bitte versuchen Sie es später noch einmal.
sso-failed = Die Anmeldung dort ist fehlgeschlagen. Bitte versuchen Sie es noch einmal; wenn es immer wieder geschieht, sagen Sie bitte den Betreibern dieser Website Bescheid.
sso-lost = Sie haben sich dort angemeldet, aber hier ist es nicht angekommen. Bitte versuchen Sie es noch einmal; wenn es immer wieder geschieht, sagen Sie bitte den Betreibern dieser Website Bescheid.

## Signing out

signed-out-title = Abgemeldet
signed-out = Sie sind abgemeldet
see-you = Bis bald.
logout-pending = Der Server ist gerade nicht erreichbar. In diesem Browser sind Sie abgemeldet; der Server erfährt es, sobald er antwortet.

## Registering

have-account = Sie haben schon ein Konto?
registration-off = Die Registrierung ist auf dieser Website abgeschaltet.
registration-refused = Die Registrierung ist hier abgeschaltet oder steht dieser E-Mail-Adresse nicht offen.
email-taken = Ein anderes Konto verwendet diese E-Mail-Adresse schon.
email-has-account = Zu dieser E-Mail-Adresse gibt es schon ein Konto. Melden Sie sich stattdessen an, oder nehmen Sie eine andere Adresse.
choose-password = Bitte wählen Sie ein Passwort.
password-short = { $count ->
    [one] Dieses Passwort ist zu kurz. Bitte verwenden Sie mindestens 1 Zeichen.
   *[other] Dieses Passwort ist zu kurz. Bitte verwenden Sie mindestens { $count } Zeichen.
}
password-unfit = Dieses Passwort passt nicht.
password-refused = Diese Website nimmt dieses Passwort nicht. Bitte wählen Sie ein anderes, das länger oder abwechslungsreicher ist.
leads-elsewhere = Diese Website kann noch keine Mails verschicken, die zu ihr zurückführen. Bitte sagen Sie ihren Betreibern Bescheid.
check-mail = Sehen Sie in Ihrem Postfach nach
link-sent = Fast geschafft: Wir haben einen Link an { $email } geschickt. Öffnen Sie ihn, um Ihre Adresse zu bestätigen.
no-mail = Nach ein paar Minuten noch nichts da? Bitte sehen Sie im Spam-Ordner nach und prüfen Sie die Adresse.
mail-sent-again = Die Mail ist noch einmal unterwegs.
send-again = Mail noch einmal schicken
send-again-in = Mail noch einmal schicken in { $seconds } s
another-address = Andere Adresse verwenden
confirm-address = Adresse bestätigen
at-site = bei { $site }
confirm-what = Damit wird ein Konto für diese Adresse freigeschaltet. Bitte bestätigen Sie sie nur, wenn Sie sich hier selbst registriert haben. Wenn nicht, schließen Sie diese Seite, und es geschieht nichts.
confirm-now = Diese Adresse bestätigen
address-confirmed = Ihre Adresse ist bestätigt. Bitte melden Sie sich an.
register-again = Noch einmal registrieren

## An e-mail address that somebody else may have registered before, with a password of theirs

own-password = Eigenes Passwort wählen
confirmed-elsewhere = Ihre Adresse ist bestätigt. Sie wurde nicht in diesem Browser registriert, jemand anderes könnte also das Passwort kennen. Bitte wählen Sie ein eigenes: Dann bleibt niemand sonst angemeldet.
registered-before = Ihre Adresse ist bestätigt, aber das Passwort, das Sie eben gewählt haben, gilt für das Konto nicht: Die Adresse war schon vorher registriert worden. Bitte wählen Sie ein eigenes Passwort: Dann bleibt niemand sonst angemeldet.
registered-elsewhere = Vielleicht hat jemand diese Adresse vor Ihnen registriert, mit einem anderen Passwort. Bitte wählen Sie ein eigenes: Dann bleibt niemand sonst angemeldet.
registered-wrong-password = E-Mail oder Passwort ist falsch, oder das Konto ist nicht aktiv. Wenn Sie den Link in unserer Mail noch nicht geöffnet haben, tun Sie das bitte zuerst. Wenn doch, hat vielleicht jemand diese Adresse vor Ihnen registriert, mit einem anderen Passwort: Dann wählen Sie bitte ein eigenes.

## Links from mails: a confirmation, a new password, an invitation

link-missing = Der Link fehlt
link-broken = Dieser Link funktioniert nicht
no-verification-link = Diese Seite bestätigt Ihre Adresse mit dem Link aus unserer Mail. Bitte öffnen Sie diesen Link noch einmal, oder kopieren Sie ihn vollständig in die Adresszeile.
no-password-link = Diese Seite braucht den Link aus unserer Mail. Bitte öffnen Sie diesen Link noch einmal, oder fordern Sie einen neuen an.
no-invitation-link = Diese Seite braucht den Link aus Ihrer Einladung. Bitte öffnen Sie diesen Link noch einmal, oder kopieren Sie ihn vollständig in die Adresszeile.
verification-expired = Dieser Link ist zu alt. Bitte registrieren Sie sich noch einmal mit derselben Adresse: Dann kommt ein neuer.
verification-wrong = Dieser Link ist nicht vollständig oder nicht von uns. Bitte öffnen Sie ihn noch einmal aus der Mail, oder registrieren Sie sich noch einmal: Dann kommt ein neuer.
verification-used = Dieser Link wurde schon benutzt, Ihre Adresse sollte also bestätigt sein. Bitte melden Sie sich an; wenn Ihr Passwort nicht gilt, fordern Sie dort ein neues an.
password-link-expired = Dieser Link ist zu alt: Er gilt einen Tag lang. Bitte fordern Sie einen neuen an.
password-link-wrong = Dieser Link ist nicht vollständig oder nicht von uns. Bitte öffnen Sie ihn noch einmal aus der Mail, oder fordern Sie einen neuen an.
password-link-used = Dieser Link wurde schon benutzt, oder das Passwort wurde seither geändert. Bitte fordern Sie einen neuen an.
invitation-expired = Diese Einladung ist zu alt. Bitte lassen Sie sich von der Person, die Sie eingeladen hat, eine neue schicken.
invitation-wrong = Dieser Link ist nicht vollständig oder nicht von uns. Bitte öffnen Sie ihn noch einmal aus Ihrer Einladung.
invitation-used = Diese Einladung wurde schon angenommen oder zurückgezogen. Wenn Sie bereits ein Passwort gewählt haben, melden Sie sich bitte an.

## A forgotten password

send-link = Link schicken
link-by-mail = Wir schicken Ihnen per Mail einen Link, mit dem Sie ein neues Passwort wählen können.
link-on-its-way = Wenn es zu { $email } ein Konto gibt, ist an diese Adresse eine Mail mit einem Link unterwegs. Der Link gilt einen Tag lang.
send-another = Noch einen Link schicken
choose-new-password = Neues Passwort wählen
accept-invitation = Einladung annehmen
save-and-sign-in = Speichern und anmelden
password-saved = Ihr neues Passwort ist gespeichert. Bitte melden Sie sich damit an.
account-open = Ihr Konto ist freigeschaltet. Bitte melden Sie sich mit dem Passwort an, das Sie gewählt haben.
ask-for-link = Neuen Link anfordern
back-to-sign-in = Zurück zur Anmeldung
for-email = Für { $email }

## The own profile

your-profile = Ihr Profil
your-account = Ihr Konto
security = Sicherheit
delete-account = Konto löschen
signed-in-as = Angemeldet als { $email }
change-email-or-password = E-Mail oder Passwort ändern
about-you = Über Sie
save-changes = Änderungen speichern
nothing-to-save = Es gibt nichts zu speichern: Es hat sich nichts geändert.
profile-saved = Ihr Profil ist gespeichert.
unsaved-changes = Sie haben ungespeicherte Änderungen
unsaved-changes-advice = Wenn Sie diese Seite jetzt verlassen, gehen sie verloren.
keep-editing = Weiter bearbeiten
leave-without-saving = Verlassen, ohne zu speichern
profile-fixed = Diese Angaben können Sie nicht selbst ändern. Bitte wenden Sie sich an die Betreiber dieser Website.
text-too-long = Einer der Texte ist zu lang. Bitte kürzen Sie ihn.
change-refused = Mit Ihrem Konto dürfen Sie das nicht ändern oder das Ergebnis nicht sehen. Bitte laden Sie die Seite neu, um zu sehen, was gespeichert ist.

## The avatar

avatar = Bild
choose-avatar = Bild auswählen
choose-another-avatar = Bild ändern
remove-avatar = Bild entfernen
avatar-hint = Bis 20 MB; es wird quadratisch zugeschnitten und verkleinert, bevor es abgeschickt wird.
avatar-drop = Sie können auch ein Bild hierher ziehen.
avatar-removed = Ihr Bild ist entfernt.
avatar-saved = Ihr Bild ist gespeichert.
save-avatar = Bild speichern
avatar-preview = Ihr Bild, wie es zu sehen sein wird
zoom = Vergrößerung
left-to-right = Waagerecht
top-to-bottom = Senkrecht
avatar-drag = Sie können auch das Bild selbst ziehen.
avatar-sending = Ihr Bild wird abgeschickt …
avatar-is-sent = Ihr Bild wird abgeschickt
avatar-too-large = Diese Datei ist größer als 20 MB. Bitte wählen Sie eine kleinere.
avatar-not-an-image = Diese Datei lässt sich nicht als Bild lesen: Sie ist beschädigt oder in einem Format, das dieser Browser nicht kennt. Bitte wählen Sie ein Foto in einem üblichen Format wie JPEG, PNG oder WebP.
avatar-heic = Das ist ein Foto im Format HEIC, das dieser Browser nicht lesen kann. Bitte wählen Sie ein JPEG oder PNG, oder speichern Sie das Foto zuerst in Ihrer Foto-App als JPEG.
avatar-altered = Ihr Browser blockiert oder verändert Bilder, die Websites vorbereiten, damit Sie nicht wiedererkannt werden. Es wurde nichts abgeschickt. Bitte erlauben Sie dieser Website über das Symbol in der Adresszeile oder in den Einstellungen einer Datenschutz-Erweiterung, Canvas-Daten auszulesen, und speichern Sie noch einmal.
avatar-unsupported = Bilder dieser Art nimmt diese Website nicht an.
avatar-not-allowed = Mit Ihrem Konto können Sie hier kein eigenes Bild verwenden.

## Preferences

preferences = Einstellungen
appearance = Darstellung
like-the-device = Wie das Gerät
light = Hell
dark = Dunkel
language = Sprache
like-the-browser = Wie der Browser
language-hint = Für die Seiten dieser Website und, soweit möglich, für unsere Mails an Sie.
saved = Gespeichert.

## Security: how a user signs in

kept-elsewhere = Sie melden sich mit dem Konto eines anderen Dienstes an. Passwort und E-Mail-Adresse liegen dort und lassen sich daher hier nicht ändern.
details-hidden = Mit Ihrem Konto können Sie Ihre Anmeldedaten nicht sehen, daher lassen sie sich hier nicht ändern.
details-fixed = Ihre Anmeldedaten können Sie nicht selbst ändern. Bitte wenden Sie sich an die Betreiber dieser Website.
last-used = Konto zuletzt benutzt am { $date }
email-address = E-Mail-Adresse
new-email-address = Neue E-Mail-Adresse
change-email = E-Mail-Adresse ändern
save-email = E-Mail-Adresse speichern
enter-new-email = Bitte geben Sie die neue E-Mail-Adresse ein.
email-changed = Ihre E-Mail-Adresse ist geändert; Ihre anderen Geräte sind abgemeldet.
email-half-changed = Ihre E-Mail-Adresse ist geändert, aber Sie konnten nicht wieder angemeldet werden. Bitte melden Sie sich mit der neuen an.
same-email = Das ist schon Ihre E-Mail-Adresse.
change-password = Passwort ändern
save-password = Passwort speichern
password-changed = Ihr Passwort ist geändert; Ihre anderen Geräte sind abgemeldet.
password-half-changed = Ihr Passwort ist geändert, aber Sie konnten nicht wieder angemeldet werden. Bitte melden Sie sich mit dem neuen an.
other-devices = Beim Speichern werden Sie auf Ihren anderen Geräten abgemeldet.

## Two-factor sign-in

two-factor = Anmeldung in zwei Schritten
two-factor-on = An: Die Anmeldung braucht Ihr Passwort und einen Code aus Ihrer Authenticator-App.
two-factor-off = Aus: Die Anmeldung braucht nur Ihr Passwort.
two-factor-is-on = Die Anmeldung in zwei Schritten ist an. Von jetzt an werden Sie beim Anmelden nach einem Code gefragt.
two-factor-is-off = Die Anmeldung in zwei Schritten ist aus. Von jetzt an genügt zum Anmelden Ihr Passwort.
switch-off = Ausschalten
set-up = Einrichten
set-up-begin = Zuerst Ihr Passwort; dann scannen Sie einen Code mit Ihrer Authenticator-App.
two-factor-already = Die Anmeldung in zwei Schritten ist schon an. Bitte laden Sie die Seite neu, um es zu sehen.
two-factor-not-allowed = Mit Ihrem Konto können Sie das nicht selbst ändern. Bitte wenden Sie sich an die Betreiber dieser Website.
set-up-not-allowed = Mit Ihrem Konto können Sie das nicht selbst einschalten. Bitte wenden Sie sich an die Betreiber dieser Website.
scan-code = Öffnen Sie Ihre Authenticator-App und scannen Sie diesen Code.
qr-code = QR-Code mit dem Schlüssel für Ihre Authenticator-App
open-authenticator = Oder in der Authenticator-App auf diesem Gerät öffnen
enter-key = Scannen geht nicht? Geben Sie stattdessen diesen Schlüssel ein:
enter-code-shown = Geben Sie den Code ein, den die App anzeigt.
switch-on = Einschalten
copy = Kopieren
copied = Kopiert
enrolment = Noch ein Schritt, damit Ihr Konto sicher bleibt
enrolment-why = Diese Website bittet Sie, sich in zwei Schritten anzumelden: mit Ihrem Passwort und einem Code aus einer App auf Ihrem Telefon. Bitte richten Sie das jetzt ein; dann öffnet sich die Seite, zu der Sie wollten.
sign-out-instead = Stattdessen abmelden

## Deleting the account

delete-your-account = Konto löschen
delete-warning = Damit wird das Konto { $email } mit allem in Ihrem Profil gelöscht, sofort und für immer. Das lässt sich nicht rückgängig machen.
email-to-confirm = Ihre E-Mail-Adresse, zur Bestätigung
email-to-confirm-hint = Geben Sie sie so ein, wie sie oben steht.
not-your-email = Das ist nicht die E-Mail-Adresse Ihres Kontos.
delete-my-account = Mein Konto löschen
delete-not-here = Ihr Konto kann hier nicht gelöscht werden. Bitte wenden Sie sich an die Betreiber dieser Website.
delete-refused = Sie können Ihr Konto nicht selbst löschen. Es ist noch da. Bitte wenden Sie sich an die Betreiber dieser Website.
goodbye-title = Auf Wiedersehen
goodbye = Ihr Konto ist gelöscht
goodbye-why = Alles in Ihrem Profil ist fort, und dieser Browser hat Sie vergessen. Danke, dass Sie hier waren.

## For the people who set the site up

config-title = Problem mit der Konfiguration
config-heading = Diese Website ist nicht richtig eingerichtet
config-advice = Bitte korrigieren Sie { $file } und laden Sie diese Seite neu.
config-no-json = Die Konfiguration in { $file } ist kein JSON-Objekt (Zeile { $line }).
config-unknown-key = „{ $key }“ ist kein Schlüssel der Konfiguration.
config-no-text = „{ $key }“ erwartet einen Text in Anführungszeichen.
config-url = „{ $key }“ muss ein Pfad wie "/directus" sein oder eine vollständige URL, die mit https:// oder http:// beginnt.
config-mode = „{ $key }“ erwartet „cookie“ oder „session“, nicht „{ $value }“.
config-switch = „{ $key }“ erwartet true oder false, ohne Anführungszeichen.
config-language = „{ $key }“ erwartet den Code einer Sprache, etwa „en“ oder „pt-BR“, nicht „{ $value }“.
config-path = „{ $key }“ muss der Pfad einer Seite dieser Website sein, zum Beispiel „/profile“.

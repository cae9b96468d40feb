### Français. Les commentaires de en.ftl disent où se trouve chaque message et ce qu’il veut dire.

## While the site loads, or where it cannot

boot-failed = Cette page n’a pas pu être chargée
boot-advice = Veuillez vérifier votre connexion et recharger la page. Si cela ne marche toujours pas, votre navigateur est peut-être trop ancien pour ce site, qui demande Chrome ou Edge 111, Firefox 115, Safari 16.4 ou plus récent.
boot-no-wasm = Votre navigateur n’exécute pas WebAssembly, avec lequel ce site est fait. Veuillez l’autoriser pour ce site dans les réglages (sur iPhone, en désactivant pour lui le mode Isolement), ou ouvrir la page dans un autre navigateur : Chrome ou Edge 111, Firefox 115, Safari 16.4 ou plus récent.
boot-again = Recharger
boot-no-scripts = Ce site a besoin de JavaScript
boot-switch-on = Veuillez l’activer dans les réglages de votre navigateur, puis recharger cette page.

## Words that many pages use

try-again = Réessayer
not-loaded = Cette page n’a pas pu être chargée
not-loaded-advice = Veuillez vérifier votre connexion et recharger la page.
load-again = Recharger
try-now = Essayer maintenant
cancel = Annuler
continue = Continuer
please-wait = Veuillez patienter
loading = Chargement
sign-in = Se connecter
sign-out = Se déconnecter
sign-in-again = Se reconnecter
create-account = Créer le compte
go-to-front-page = Aller à la page d’accueil
go-to-sign-in = Aller à la connexion

## Fields of forms

email = E-mail
password = Mot de passe
new-password = Nouveau mot de passe
current-password = Mot de passe actuel
first-name = Prénom
last-name = Nom
title = Titre ou fonction
location = Lieu
description = Description
optional = (facultatif)
show-password = Afficher le mot de passe
hide-password = Masquer le mot de passe
show = Afficher
hide = Masquer
password-hint = { $count ->
    [one] Au moins { $count } caractère. Plus long, c’est mieux.
   *[other] Au moins { $count } caractères. Plus long, c’est mieux.
}
password-advice = Plus long, c’est mieux.
password-rule = Ce site demande { $rule }.
need-least = { $count ->
    [one] au moins { $count } caractère
   *[other] au moins { $count } caractères
}
need-between = de { $least } à { $most } caractères
need-digit = un chiffre
need-lower = une lettre minuscule (a–z)
need-upper = une lettre majuscule (A–Z)
need-special = un caractère spécial ({ $characters })
need-no-blank = aucun espace
password-other-rule = Ce site a sa propre règle pour les mots de passe.
password-long-enough = Assez long. Quelques caractères de plus le rendent plus sûr.
password-long = Une bonne longueur.
caps-lock = Le verrouillage des majuscules est activé.
code = Code
code-hint = Six chiffres. Le formulaire est envoyé dès que le dernier est saisi.
code-hint-by-hand = Six chiffres donnés par votre application d’authentification
code-hint-set-up = Six chiffres

## The frame around every page

skip-to-content = Aller au contenu
menu = Menu
main-navigation = Menu principal
more-navigation = Autres pages
home = Accueil
about = À propos
conduct = Code de conduite
privacy = Confidentialité
blog = Blog
profile = Profil
profile-of = Profil de { $name }

## When the server cannot be reached

trying-now = Nouvelle tentative en cours…
next-try = { $seconds ->
    [one] Prochaine tentative dans { $seconds } seconde
   *[other] Prochaine tentative dans { $seconds } secondes
}
unreachable-title = Serveur injoignable
unreachable = Le serveur est injoignable
unreachable-opens = Cette page s’ouvrira d’elle-même dès que le serveur répondra.
no-contact = Le serveur est injoignable. Veuillez vérifier votre connexion.
server-trouble = Le serveur a du mal à répondre. Veuillez réessayer dans un instant.
server-trouble-meanwhile = Le serveur a du mal à répondre.
server-busy = Le serveur est occupé et demande un peu de temps.
server-slow = Le serveur a mis trop de temps à répondre. Veuillez réessayer.
too-many-tries = Trop de tentatives. Veuillez patienter une minute, puis réessayer.
too-many-tries-wait = { $seconds ->
    [one] Trop de tentatives. Veuillez patienter { $seconds } seconde, puis réessayer.
   *[other] Trop de tentatives. Veuillez patienter { $seconds } secondes, puis réessayer.
}

## When something is refused

not-open = Ceci ne vous est pas accessible.
refused = Le serveur a refusé cette demande. Veuillez réessayer ; si cela se répète, prévenez les responsables de ce site.
no-longer-signed-in = Vous n’êtes plus connecté(e). Veuillez vous reconnecter.
somebody-else = Quelqu’un d’autre s’est connecté entre-temps. Rien n’a été envoyé.
answer-lost = Le serveur n’a pas répondu : on ne sait pas si la modification a été faite. Veuillez recharger la page pour le vérifier.
page-broken = Cette page ne fonctionne plus
page-broken-advice = Votre connexion n’est pas affectée. Ce que vous avez saisi est encore là et peut être copié ; cela aura peut-être disparu une fois la page rechargée.
nothing-sent = Vous n’êtes plus connecté(e). Rien n’a été modifié. Veuillez vous reconnecter.
not-allowed-title = Page non accessible
not-allowed = Cette page ne vous est pas accessible
not-allowed-why = Vous êtes connecté(e), mais votre compte ne donne pas accès à cette page. Si vous pensez qu’il le devrait, veuillez vous adresser aux responsables de ce site.
go-to-profile = Aller à votre profil
permissions-unknown-title = En suspens
permissions-unknown = Cette page ne peut pas être ouverte pour le moment

## Texts and posts

text-not-safe = Ce texte ne peut pas être affiché en toute sécurité pour le moment. Veuillez recharger la page.
from-the-blog = Sur le blog
all-posts = Tous les articles
blog-page = Blog, page { $page }
no-posts = Il n’y a pas encore d’articles.
no-posts-here = Il n’y a pas d’articles sur cette page.
newest-posts = Aller aux articles les plus récents
about-the-author = À propos de l’auteur ou de l’autrice
for-members = Pour les membres
for-certain-members = Pour certains membres
rest-for-members = La suite est réservée aux membres
rest-for-certain-members = La suite est réservée à certains membres
sign-in-to-read = Veuillez vous connecter pour lire la suite. Vous reviendrez ensuite à cet endroit.
rest-for-others = Vous êtes connecté(e), mais cette partie n’est pas ouverte à votre compte. Si vous pensez qu’elle devrait l’être, veuillez vous adresser aux responsables de ce site.
untitled = Sans titre
pages = Pages
newer = ← Plus récents
older = Plus anciens →
page-of = Page { $page } sur { $pages }
not-found = Page introuvable
not-found-why = Il n’y a rien à cette adresse. La page a peut-être été déplacée, ou le lien contient une faute de frappe.
read-the-blog = Lire le blog

## Signing in

forgot-password = Mot de passe oublié ?
new-here = Première visite ?
create-an-account = Créer un compte
other-ways = Autres façons de se connecter
or = ou
continue-with = Continuer avec { $provider }
leads-away = Vous quitterez cette page, et ce que vous y avez saisi sera perdu.
another-way = Se connecter autrement
still-there = Ce que vous avez saisi sur cette page est toujours là.
not-now = Pas maintenant
signed-out-now = Vous n’êtes plus connecté(e).
enter-email = Veuillez saisir votre adresse e-mail.
invalid-email = Ce n’est pas une adresse e-mail valide.
invalid-email-form = Ce n’est pas une adresse e-mail valide. Elle devrait ressembler à nom@example.com.
enter-password = Veuillez saisir votre mot de passe.
enter-current-password = Veuillez saisir votre mot de passe actuel.
enter-code = Veuillez saisir le code de votre application d’authentification.
code-asked = Vous y êtes presque. Veuillez saisir le code de votre application d’authentification.
wrong-code = Ce code est incorrect ou trop ancien. Veuillez saisir celui que votre application affiche maintenant.
wrong-credentials = L’e-mail ou le mot de passe est incorrect, ou le compte n’est pas actif. Veuillez vérifier les deux et réessayer.
wrong-password = Ce n’est pas votre mot de passe actuel.
other-provider = La connexion à ce compte se fait autrement. Veuillez utiliser le moyen par lequel il a été créé.
suspended = Ce compte est suspendu. Veuillez vous adresser aux responsables de ce site.
signed-out-elsewhere = Vous vous êtes déconnecté(e) dans un autre onglet.
session-ended = Votre session est terminée. Veuillez vous reconnecter pour continuer.
cookies-blocked = Votre navigateur bloque les cookies de ce site, et la connexion en nécessite un. Veuillez les autoriser dans les réglages du navigateur, puis recharger cette page.

## Back from signing in at another service

sso-refused = La connexion auprès de l’autre service n’a pas abouti, ou il n’y a pas ici de compte actif correspondant. Veuillez réessayer, ou vous connecter autrement.
sso-taken = Il existe déjà un compte avec cette adresse, et la connexion s’y fait autrement. Veuillez utiliser le moyen par lequel il a été créé.
sso-code = Ce compte demande aussi un code. Veuillez saisir celui que votre application d’authentification affiche maintenant.
sso-late = La connexion auprès de l’autre service a pris trop de temps ou n’a pas été menée à son terme. Veuillez réessayer.
sso-unreachable = L’autre service est injoignable pour le moment. Veuillez réessayer plus tard.
sso-failed = La connexion auprès de l’autre service a échoué. Veuillez réessayer ; si cela se répète, prévenez les responsables de ce site.
sso-lost = Vous vous êtes connecté(e) auprès de l’autre service, mais cela ne nous est pas parvenu. Veuillez réessayer ; si cela se répète, prévenez les responsables de ce site.

## Signing out

signed-out-title = Déconnexion
signed-out = Vous êtes déconnecté(e)
see-you = À bientôt.
logout-pending = Le serveur est injoignable pour le moment. Vous êtes déconnecté(e) dans ce navigateur ; le serveur en sera informé dès qu’il répondra.

## Registering

have-account = Vous avez déjà un compte ?
registration-off = L’inscription est désactivée sur ce site.
registration-refused = L’inscription est désactivée ici, ou n’est pas ouverte à cette adresse e-mail.
email-taken = Un autre compte utilise déjà cette adresse e-mail.
email-has-account = Il existe déjà un compte avec cette adresse e-mail. Connectez-vous plutôt, ou utilisez une autre adresse.
choose-password = Veuillez choisir un mot de passe.
password-short = { $count ->
    [one] Ce mot de passe est trop court. Veuillez utiliser au moins { $count } caractère.
   *[other] Ce mot de passe est trop court. Veuillez utiliser au moins { $count } caractères.
}
password-unfit = Ce mot de passe ne convient pas.
password-refused = Ce site n’accepte pas ce mot de passe. Veuillez en choisir un autre, plus long ou plus varié.
leads-elsewhere = Ce site ne peut pas encore envoyer d’e-mails dont les liens y ramènent. Veuillez prévenir ses responsables.
check-mail = Consultez vos e-mails
link-sent = Vous y êtes presque : nous avons envoyé un lien à { $email }. Ouvrez-le pour confirmer votre adresse.
no-mail = Toujours rien au bout de quelques minutes ? Regardez parmi les courriers indésirables, et vérifiez l’adresse.
mail-sent-again = L’e-mail est de nouveau en route.
send-again = Renvoyer l’e-mail
send-again-in = Renvoyer l’e-mail dans { $seconds } s
another-address = Utiliser une autre adresse
confirm-address = Confirmer votre adresse
at-site = sur { $site }
confirm-what = Ceci ouvre un compte pour cette adresse. Veuillez ne la confirmer que si vous vous êtes inscrit(e) ici vous-même. Sinon, fermez cette page, et rien ne se passera.
confirm-now = Confirmer cette adresse
address-confirmed = Votre adresse est confirmée. Veuillez vous connecter.
register-again = S’inscrire à nouveau

## An e-mail address that somebody else may have registered before, with a password of theirs

own-password = Choisir votre propre mot de passe
confirmed-elsewhere = Votre adresse est confirmée. Elle n’a pas été inscrite dans ce navigateur, quelqu’un d’autre pourrait donc connaître le mot de passe. Veuillez choisir le vôtre : plus personne d’autre ne restera connecté.
registered-before = Votre adresse est confirmée, mais le mot de passe que vous venez de choisir n’ouvre pas le compte : l’adresse avait déjà été inscrite auparavant. Veuillez choisir votre propre mot de passe : plus personne d’autre ne restera connecté.
registered-elsewhere = Quelqu’un a peut-être inscrit cette adresse avant vous, avec un autre mot de passe. Veuillez choisir le vôtre : plus personne d’autre ne restera connecté.
registered-wrong-password = L’e-mail ou le mot de passe est incorrect, ou le compte n’est pas actif. Si vous n’avez pas encore ouvert le lien de notre e-mail, veuillez d’abord le faire. Si vous l’avez fait, quelqu’un a peut-être inscrit cette adresse avant vous, avec un autre mot de passe : choisissez alors le vôtre.

## Links from mails: a confirmation, a new password, an invitation

link-missing = Lien manquant
link-broken = Ce lien ne fonctionne pas
no-verification-link = Cette page confirme votre adresse grâce au lien de notre e-mail. Veuillez ouvrir ce lien à nouveau, ou le copier en entier dans la barre d’adresse.
no-password-link = Cette page a besoin du lien de notre e-mail. Veuillez ouvrir ce lien à nouveau, ou en demander un autre.
no-invitation-link = Cette page a besoin du lien de votre invitation. Veuillez ouvrir ce lien à nouveau, ou le copier en entier dans la barre d’adresse.
verification-expired = Ce lien est trop ancien. Veuillez vous inscrire encore une fois avec la même adresse : vous en recevrez un nouveau.
verification-wrong = Ce lien n’est pas complet, ou ne vient pas de nous. Veuillez l’ouvrir à nouveau depuis l’e-mail, ou vous inscrire encore une fois : vous en recevrez un nouveau.
verification-used = Ce lien a déjà été utilisé, votre adresse devrait donc être confirmée. Veuillez vous connecter ; si votre mot de passe n’est pas accepté, demandez-en un nouveau sur cette page.
password-link-expired = Ce lien est trop ancien : il est valable un jour. Veuillez en demander un nouveau.
password-link-wrong = Ce lien n’est pas complet, ou ne vient pas de nous. Veuillez l’ouvrir à nouveau depuis l’e-mail, ou en demander un nouveau.
password-link-used = Ce lien a déjà été utilisé, ou le mot de passe a été modifié depuis. Veuillez en demander un nouveau.
invitation-expired = Cette invitation est trop ancienne. Veuillez demander à la personne qui vous a invité(e) d’en envoyer une nouvelle.
invitation-wrong = Ce lien n’est pas complet, ou ne vient pas de nous. Veuillez l’ouvrir à nouveau depuis votre invitation.
invitation-used = Cette invitation a déjà été acceptée, ou a été retirée. Si vous avez déjà choisi un mot de passe, veuillez vous connecter.

## A forgotten password

send-link = M’envoyer un lien
link-by-mail = Nous vous envoyons par e-mail un lien pour choisir un nouveau mot de passe.
link-on-its-way = S’il existe un compte pour { $email }, un e-mail avec un lien est en route vers cette adresse. Le lien est valable un jour.
send-another = Envoyer un autre lien
choose-new-password = Choisir un nouveau mot de passe
accept-invitation = Accepter votre invitation
save-and-sign-in = Enregistrer et se connecter
password-saved = Votre nouveau mot de passe est enregistré. Veuillez l’utiliser pour vous connecter.
account-open = Votre compte est ouvert. Veuillez vous connecter avec le mot de passe que vous avez choisi.
ask-for-link = Demander un nouveau lien
back-to-sign-in = Retour à la connexion
for-email = Pour { $email }

## The own profile

your-profile = Votre profil
your-account = Votre compte
security = Sécurité
delete-account = Supprimer le compte
signed-in-as = Connecté(e) en tant que { $email }
change-email-or-password = Modifier l’e-mail ou le mot de passe
about-you = À propos de vous
save-changes = Enregistrer les modifications
nothing-to-save = Il n’y a rien à enregistrer : rien n’a changé.
profile-saved = Votre profil est enregistré.
unsaved-changes = Des modifications ne sont pas enregistrées
unsaved-changes-advice = Si vous quittez cette page maintenant, elles seront perdues.
keep-editing = Continuer à modifier
leave-without-saving = Quitter sans enregistrer
profile-fixed = Vous ne pouvez pas modifier ces informations vous-même. Veuillez vous adresser aux responsables de ce site.
text-too-long = L’un des textes est trop long. Veuillez le raccourcir.
change-refused = Votre compte ne permet pas de modifier cela, ou d’en voir le résultat. Veuillez recharger la page pour voir ce qui est enregistré.

## The avatar

avatar = Photo
choose-avatar = Choisir une photo
choose-another-avatar = Changer de photo
remove-avatar = Retirer la photo
avatar-hint = Jusqu’à 20 Mo ; elle est recadrée en carré et réduite avant d’être envoyée.
avatar-drop = Vous pouvez aussi déposer une photo ici.
avatar-removed = Votre photo a été retirée.
avatar-saved = Votre photo est enregistrée.
save-avatar = Enregistrer la photo
avatar-preview = Votre photo telle qu’elle sera affichée
zoom = Agrandissement
left-to-right = Horizontalement
top-to-bottom = Verticalement
avatar-drag = Vous pouvez aussi faire glisser la photo elle-même.
avatar-sending = Envoi de votre photo…
avatar-is-sent = Envoi de votre photo
avatar-too-large = Ce fichier dépasse 20 Mo. Veuillez en choisir un plus petit.
avatar-not-an-image = Ce fichier ne peut pas être lu comme une image : il est endommagé, ou dans un format que ce navigateur ne connaît pas. Veuillez choisir une photo dans un format courant, comme JPEG, PNG ou WebP.
avatar-heic = Cette photo est au format HEIC, que ce navigateur ne peut pas lire. Veuillez choisir un JPEG ou un PNG, ou enregistrer d’abord la photo en JPEG dans votre application de photos.
avatar-altered = Votre navigateur bloque ou altère les images que préparent les sites web, pour éviter que l’on vous reconnaisse. Rien n’a été envoyé. Veuillez autoriser ce site à lire les données de canevas (canvas), par l’icône dans la barre d’adresse ou dans les réglages d’une extension de protection de la vie privée, et enregistrer à nouveau.
avatar-unsupported = Ce site n’accepte pas les images de ce type.
avatar-not-allowed = Votre compte ne permet pas d’avoir votre propre photo ici.

## Preferences

preferences = Préférences
appearance = Apparence
like-the-device = Comme l’appareil
light = Claire
dark = Sombre
language = Langue
like-the-browser = Comme le navigateur
language-hint = Pour les pages de ce site et, si possible, pour les e-mails que nous vous envoyons.
saved = Enregistré.

## Security: how a user signs in

kept-elsewhere = Vous vous connectez avec le compte d’un autre service. Votre mot de passe et votre adresse e-mail y sont gardés et ne peuvent donc pas être modifiés ici.
details-hidden = Votre compte ne permet pas de voir vos données de connexion ; elles ne peuvent donc pas être modifiées ici.
details-fixed = Vous ne pouvez pas modifier vos données de connexion vous-même. Veuillez vous adresser aux responsables de ce site.
last-used = Compte utilisé pour la dernière fois le { $date }
email-address = Adresse e-mail
new-email-address = Nouvelle adresse e-mail
change-email = Modifier l’adresse e-mail
save-email = Enregistrer l’adresse e-mail
enter-new-email = Veuillez saisir la nouvelle adresse e-mail.
email-changed = Votre adresse e-mail a été modifiée, et vos autres appareils sont déconnectés.
email-half-changed = Votre adresse e-mail a été modifiée, mais vous n’avez pas pu être reconnecté(e). Veuillez vous connecter avec la nouvelle.
same-email = C’est déjà votre adresse e-mail.
change-password = Modifier le mot de passe
save-password = Enregistrer le mot de passe
password-changed = Votre mot de passe a été modifié, et vos autres appareils sont déconnectés.
password-half-changed = Votre mot de passe a été modifié, mais vous n’avez pas pu être reconnecté(e). Veuillez vous connecter avec le nouveau.
other-devices = En enregistrant, vous serez déconnecté(e) de vos autres appareils.

## Two-factor sign-in

two-factor = Connexion en deux étapes
two-factor-on = Activée : la connexion demande votre mot de passe et un code de votre application d’authentification.
two-factor-off = Désactivée : la connexion demande seulement votre mot de passe.
two-factor-is-on = La connexion en deux étapes est activée. Désormais, un code vous sera demandé à la connexion.
two-factor-is-off = La connexion en deux étapes est désactivée. Désormais, votre mot de passe suffit à ouvrir votre compte.
switch-off = Désactiver
set-up = Configurer
set-up-begin = D’abord votre mot de passe ; vous scannerez ensuite un code avec votre application d’authentification.
two-factor-already = La connexion en deux étapes est déjà activée. Veuillez recharger la page pour le voir.
two-factor-not-allowed = Votre compte ne vous permet pas de changer cela vous-même. Veuillez vous adresser aux responsables de ce site.
set-up-not-allowed = Votre compte ne vous permet pas d’activer cela vous-même. Veuillez vous adresser aux responsables de ce site.
scan-code = Ouvrez votre application d’authentification et scannez ce code.
qr-code = Code QR avec la clé pour votre application d’authentification
open-authenticator = Ou l’ouvrir dans l’application d’authentification de cet appareil
enter-key = Impossible de le scanner ? Saisissez plutôt cette clé :
enter-code-shown = Saisissez le code que l’application affiche.
switch-on = Activer
copy = Copier
copied = Copié
enrolment = Encore une étape pour protéger votre compte
enrolment-why = Ce site vous demande de vous connecter en deux étapes : votre mot de passe, et un code d’une application sur votre téléphone. Veuillez configurer cela maintenant ; la page demandée s’ouvrira ensuite.
sign-out-instead = Se déconnecter plutôt

## Deleting the account

delete-your-account = Supprimer votre compte
delete-warning = Cela supprime le compte { $email } avec tout ce que contient votre profil, tout de suite et pour toujours. C’est irréversible.
email-to-confirm = Votre adresse e-mail, pour confirmer
email-to-confirm-hint = Saisissez-la telle qu’elle est écrite ci-dessus.
not-your-email = Ce n’est pas l’adresse e-mail de votre compte.
delete-my-account = Supprimer mon compte
delete-not-here = Votre compte ne peut pas être supprimé ici. Veuillez vous adresser aux responsables de ce site.
delete-refused = Vous ne pouvez pas supprimer votre compte vous-même. Il existe toujours. Veuillez vous adresser aux responsables de ce site.
goodbye-title = Au revoir
goodbye = Votre compte a été supprimé
goodbye-why = Tout ce que contenait votre profil a disparu, et ce navigateur vous a oublié(e). Merci d’avoir été parmi nous.

## For the people who set the site up

config-title = Problème de configuration
config-heading = Ce site n’est pas configuré correctement
config-advice = Veuillez corriger { $file } et recharger cette page.
config-no-json = La configuration dans { $file } n’est pas un objet JSON (ligne { $line }).
config-unknown-key = « { $key } » n’est pas une clé de la configuration.
config-no-text = « { $key } » attend un texte entre guillemets.
config-url = « { $key } » doit être un chemin comme "/directus", ou une URL absolue qui commence par https:// ou http://.
config-mode = « { $key } » attend « cookie » ou « session », pas « { $value } ».
config-switch = « { $key } » attend true ou false, sans guillemets.
config-language = « { $key } » attend le code d’une langue, par exemple « en » ou « pt-BR », pas « { $value } ».
config-path = « { $key } » doit être le chemin d’une page de ce site, comme « /profile ».

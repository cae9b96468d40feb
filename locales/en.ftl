### Everything that the site says, in English. What editors write in Directus is not here.
###
### How to translate: every message here stands in each language's file under the same name, with the same $variables. A message
### stands on one line, and its text is shown as it is: there is no markup in it. The order does not matter. What depends on a number
### chooses by it, as next-try does, with the categories that the language has.
###
### The tone is calm and plain, short sentences, never blaming. Users are addressed politely (German “Sie”, French “vous”,
### Spanish “usted” or neutral forms). The software is never named to visitors, only “this site” and “the server”.

## While the site loads, or where it cannot. These are spoken before anything else is there.

# Title and heading where the site did not load.
boot-failed = This page could not be loaded
boot-advice = Please check your connection and load it again. If it keeps failing, your browser may be too old for this site, which needs Chrome or Edge 111, Firefox 115, Safari 16.4, or a newer one.
# Advice, where the browser has no WebAssembly: strict settings, or an old browser.
boot-no-wasm = Your browser runs no WebAssembly, which this site is made with. Please allow it for this site in the settings (on an iPhone, turn Lockdown Mode off for it), or open the page in another browser: Chrome or Edge 111, Firefox 115, Safari 16.4, or newer.
# A button.
boot-again = Load again
# Heading where the browser runs no scripts, and what to do.
boot-no-scripts = This site needs JavaScript
boot-switch-on = Please switch it on in your browser’s settings, then load this page again.

## Words that many pages use. Buttons and labels unless something else is said.

try-again = Try again
# Title and heading where the rest of the site is there, and the code of this page did not load.
not-loaded = This page could not be loaded
not-loaded-advice = Please check your connection and load it again.
# A button.
load-again = Load again
# In the notice above the page: a button that makes the next try at once.
try-now = Try now
cancel = Cancel
continue = Continue
# Read out while something is being sent.
please-wait = Please wait
# Read out in place of what is still loading.
loading = Loading
sign-in = Sign in
sign-out = Sign out
sign-in-again = Sign in again
create-account = Create account
go-to-front-page = Go to the front page
go-to-sign-in = Go to the sign-in

## Fields of forms

email = E-mail
password = Password
new-password = New password
current-password = Current password
first-name = First name
last-name = Last name
# Of a user: Dr, head gardener, …
title = Title
# Where a user lives or works.
location = Location
# What a user says about themselves.
description = Description
# Stands after the label of a field that can be left empty.
optional = (optional)
# Buttons in a password field: what is read out, and what is seen.
show-password = Show password
hide-password = Hide password
show = Show
hide = Hide
password-hint = { $count ->
    [one] At least 1 character. Longer is better.
   *[other] At least { $count } characters. Longer is better.
}
# Where there is no rule, or none that is known.
password-advice = Longer is better.
# The rule of the site. $rule is a list of the following.
password-rule = This site asks for { $rule }.
need-least = { $count ->
    [one] at least 1 character
   *[other] at least { $count } characters
}
need-between = { $least } to { $most } characters
need-digit = a digit
need-lower = a small letter (a–z)
need-upper = a capital letter (A–Z)
# $characters are those that count as special.
need-special = a special character ({ $characters })
need-no-blank = no blanks
# A rule that cannot be put into words.
password-other-rule = This site has a rule of its own for passwords.
# In place of the hint, once it has as many characters as it needs, and once it has 14.
password-long-enough = Long enough. A few more characters make it safer.
password-long = A good length.
# Beside a password that is being typed.
caps-lock = Caps Lock is on.
# The one-time code of two-factor sign-in.
code = Code
code-hint = Six digits. The last one sends the form.
code-hint-by-hand = Six digits from your authenticator app
code-hint-set-up = Six digits

## The frame around every page

# A link for keyboards, at the very top.
skip-to-content = Skip to content
menu = Menu
# Read out: the main navigation, and the second one at the foot of the page.
main-navigation = Main
more-navigation = More
home = Home
about = About
conduct = Code of Conduct
privacy = Privacy
blog = Blog
profile = Profile
# Read out for the link to the own profile. Only $name is seen.
profile-of = Profile of { $name }

## When the server cannot be reached

trying-now = Trying now …
next-try = { $seconds ->
    [one] Next try in 1 second
   *[other] Next try in { $seconds } seconds
}
# Title of the page, its heading, and what it says.
unreachable-title = Server not reachable
unreachable = We can’t reach the server
unreachable-opens = This page opens by itself as soon as the server answers.
no-contact = The server can’t be reached. Please check your connection.
server-trouble = The server has trouble answering. Please try again in a moment.
# Where the site tries again by itself.
server-trouble-meanwhile = The server has trouble answering.
server-busy = The server is busy and asks for a little time.
server-slow = The server took too long to answer. Please try again.
too-many-tries = Too many tries. Please wait a minute, then try again.
too-many-tries-wait = { $seconds ->
    [one] Too many tries. Please wait 1 second, then try again.
   *[other] Too many tries. Please wait { $seconds } seconds, then try again.
}

## When something is refused

not-open = This is not open to you.
refused = The server refused this. Please try again; if it keeps happening, tell the people who run this site.
no-longer-signed-in = You are no longer signed in. Please sign in again.
somebody-else = Somebody else has signed in meanwhile. Nothing was sent.
answer-lost = No answer came from the server, so it is not known whether this was changed. Please load the page again to see.
# Heading over a page whose program has failed and does not react any more, and what it means. The button is load-again.
page-broken = This page has stopped working
page-broken-advice = Your sign-in is not affected. What you have typed is still here to be copied; it may be gone when the page is loaded again.
nothing-sent = You are no longer signed in. Nothing was changed. Please sign in again.
# Title of the page, its heading, and what it says.
not-allowed-title = Not open to you
not-allowed = This page is not open to you
not-allowed-why = You are signed in, but your account has no access to this page. If you think that it should, please ask the people who run this site.
go-to-profile = Go to your profile
# Title and heading where the permissions of the user could not be loaded.
permissions-unknown-title = Not decided
permissions-unknown = This page can’t be opened right now

## Texts and posts

text-not-safe = This text can’t be shown safely right now. Please reload the page.
from-the-blog = From the blog
all-posts = All posts
# The title of a later page of the list of posts.
blog-page = Blog, page { $page }
no-posts = There are no posts yet.
no-posts-here = There are no posts on this page.
newest-posts = Go to the newest posts
about-the-author = About the author
# Marks a post, beside its date, whose text is not for everyone.
for-members = For members
for-certain-members = For certain members
# Headings in the place of the rest of a text, whose beginning is for everyone.
rest-for-members = The rest is for members
rest-for-certain-members = The rest is for certain members
# Follows the heading, above the buttons sign-in and create-an-account.
sign-in-to-read = Please sign in to read on. You will come back to this very place.
# Follows the heading rest-for-certain-members, for a member who is none of these.
rest-for-others = You are signed in, but this part is not open to your account. If you think that it should be, please ask the people who run this site.
# Stands for the title of a page or post that its editors gave none.
untitled = Untitled
# Read out for the links between the pages of a list.
pages = Pages
# The arrows point to where the link is: the newer page is at the beginning of the line, the older one at its end. Turn them round
# in languages that are written from right to left.
newer = ← Newer
older = Older →
page-of = Page { $page } of { $pages }
not-found = Page not found
not-found-why = There is nothing at this address. The page may have moved, or the link was mistyped.
read-the-blog = Read the blog

## Signing in

forgot-password = Forgot your password?
# A link after the question.
new-here = New here?
create-an-account = Create an account
# Read out for the buttons of other services.
other-ways = Other ways to sign in
# Between the form and those buttons.
or = or
# $provider is the name of a service, such as Google.
continue-with = Continue with { $provider }
leads-away = This leads away from the page, and loses what you have typed on it.
another-way = Sign in another way
# Over a page whose session has ended.
still-there = What you have typed on this page is still there.
not-now = Not now
signed-out-now = You are no longer signed in.
enter-email = Please enter your e-mail address.
invalid-email = This is not a valid e-mail address.
invalid-email-form = This is not a valid e-mail address. It should look like name@example.com.
enter-password = Please enter your password.
enter-current-password = Please enter your current password.
enter-code = Please enter the code from your authenticator app.
code-asked = Almost there. Please enter the code from your authenticator app.
wrong-code = This code is wrong or too old. Please enter the one your app shows now.
wrong-credentials = E-mail or password is wrong, or the account is not active. Please check both and try again.
wrong-password = This is not your current password.
other-provider = This account signs in another way. Please use the one it was made with.
suspended = This account is suspended. Please contact the people who run this site.
signed-out-elsewhere = You have signed out in another tab.
session-ended = Your session has ended. Please sign in again to go on.
cookies-blocked = Your browser blocks cookies for this site, and signing in needs one. Please allow cookies here in the browser’s settings, then load this page again.

## Back from signing in at another service

sso-refused = Signing in there did not work, or there is no active account here for it. Please try again, or sign in another way.
sso-taken = There is an account with this address already, and it signs in another way. Please use the one it was made with.
sso-code = This account takes a code, too. Please enter the one that your authenticator app shows now.
sso-late = Signing in there took too long, or was not completed. Please try again.
sso-unreachable = The other side can’t be reached at the moment. Please try again later.
sso-failed = Signing in there failed. Please try again; if it keeps happening, tell the people who run this site.
sso-lost = You have signed in there, but it did not arrive here. Please try again; if it keeps happening, tell the people who run this site.

## Signing out

signed-out-title = Signed out
signed-out = You are signed out
see-you = See you soon.
logout-pending = The server can’t be reached right now. You are signed out in this browser; the server will be told as soon as it answers.

## Registering

# Where a link follows.
have-account = Already have an account?
registration-off = Registration is switched off on this site.
registration-refused = Registration is switched off here, or not open to this e-mail address.
email-taken = Another account already uses this e-mail address.
email-has-account = This e-mail address already has an account. Sign in instead, or use another address.
choose-password = Please choose a password.
password-short = { $count ->
    [one] This password is too short. Please use at least 1 character.
   *[other] This password is too short. Please use at least { $count } characters.
}
# Stands before the rule.
password-unfit = This password does not fit.
password-refused = This site does not take this password. Please choose another one that is longer or more varied.
# The list of URLs that mails may lead to lacks this site.
leads-elsewhere = This site can’t send mails yet that lead back to it. Please tell the people who run it.
check-mail = Check your mail
# $email is an e-mail address.
link-sent = Almost there: we have sent a link to { $email }. Open it to confirm your address.
no-mail = Nothing there after a few minutes? Please look among your spam, and check the address.
mail-sent-again = The mail is on its way once more.
send-again = Send the mail again
# s is short for seconds.
send-again-in = Send the mail again in { $seconds } s
another-address = Use another address
confirm-address = Confirm your address
# $site is the name of the site; it follows the e-mail address.
at-site = at { $site }
confirm-what = This opens an account for this address. Please confirm it only if you have registered here yourself. If you have not, close this page, and nothing happens.
# A button.
confirm-now = Confirm this address
address-confirmed = Your address is confirmed. Please sign in.
register-again = Register again

## An e-mail address that somebody else may have registered before, with a password of theirs

# A button, and the heading of the page that it leads to.
own-password = Choose a password of your own
confirmed-elsewhere = Your address is confirmed. It was not registered in this browser, so somebody else may know the password. Please choose one of your own: nobody else stays signed in then.
registered-before = Your address is confirmed, but the password that you have just chosen does not open the account: somebody had registered the address before. Please choose a password of your own: nobody else stays signed in then.
registered-elsewhere = Somebody may have registered this address before you, with a password of theirs. Please choose one of your own: nobody else stays signed in then.
# In place of wrong-credentials, with that button.
registered-wrong-password = E-mail or password is wrong, or the account is not active. If you have not opened the link in our mail yet, please do that first. If you have, somebody may have registered this address before you, with a password of theirs: choose one of your own, then.

## Links from mails: a confirmation, a new password, an invitation

# Headings of a page that a link from a mail leads to, where there is none, or it does not work.
link-missing = The link is missing
link-broken = This link doesn’t work
no-verification-link = This page confirms your address by the link in our mail. Please open that link again, or copy all of it into the address bar.
no-password-link = This page needs the link from our mail. Please open that link again, or ask for a new one.
no-invitation-link = This page needs the link from your invitation. Please open that link again, or copy all of it into the address bar.
verification-expired = This link is too old. Please register once more with the same address: that sends a new one.
verification-wrong = This link is not complete, or is none of ours. Please open it from the mail again, or register once more: that sends a new one.
verification-used = This link has been used before, so your address should be confirmed. Please sign in; if your password does not work, ask for a new one there.
password-link-expired = This link is too old: it works for a day. Please ask for a new one.
password-link-wrong = This link is not complete, or is none of ours. Please open it from the mail again, or ask for a new one.
password-link-used = This link has been used before, or the password was changed since. Please ask for a new one.
invitation-expired = This invitation is too old. Please ask whoever invited you to send a new one.
invitation-wrong = This link is not complete, or is none of ours. Please open it from your invitation again.
invitation-used = This invitation has been accepted before, or was taken back. If you have chosen a password already, please sign in.

## A forgotten password

send-link = Send me a link
link-by-mail = We’ll e-mail you a link to choose a new password.
# $email is an e-mail address. The site never says whether it has an account.
link-on-its-way = If there is an account for { $email }, a mail with a link is on its way. The link works for a day.
send-another = Send another link
choose-new-password = Choose a new password
accept-invitation = Accept your invitation
save-and-sign-in = Save and sign in
password-saved = Your new password is saved. Please sign in with it.
account-open = Your account is open. Please sign in with the password that you have chosen.
ask-for-link = Ask for a new link
back-to-sign-in = Back to the sign-in
# $email is the e-mail address that the new password is for.
for-email = For { $email }

## The own profile

your-profile = Your profile
# Read out: the links between the pages of the account.
your-account = Your account
security = Security
delete-account = Delete account
# $email is an e-mail address.
signed-in-as = Signed in as { $email }
change-email-or-password = Change e-mail or password
# What a user says about themselves: a heading.
about-you = About you
save-changes = Save changes
nothing-to-save = There is nothing to save: nothing has changed.
profile-saved = Your profile is saved.
# In a dialog, when somebody is about to leave the page: a heading, what it means, and two buttons.
unsaved-changes = You have unsaved changes
unsaved-changes-advice = If you leave this page now, they are lost.
keep-editing = Keep editing
leave-without-saving = Leave without saving
profile-fixed = You can’t change these details yourself. Please ask the people who run this site.
text-too-long = One of the texts is too long. Please shorten it.
change-refused = Your account may not change this, or may not see what came of it. Please load the page again to see what is saved.

## The avatar

avatar = Picture
choose-avatar = Choose a picture
choose-another-avatar = Change picture
remove-avatar = Remove picture
avatar-hint = Up to 20 MB; it is cut to a square and made small before it is sent.
avatar-drop = You can also drop a picture here.
avatar-removed = Your picture is removed.
avatar-saved = Your picture is saved.
save-avatar = Save picture
# Read out for the part of the image that will be seen.
avatar-preview = Your picture as it will be shown
# Sliders that choose the part.
zoom = Zoom
left-to-right = Sideways
top-to-bottom = Up or down
avatar-drag = You can also drag the picture itself.
avatar-sending = Sending your picture …
# The same, read out for the progress bar.
avatar-is-sent = Sending your picture
avatar-too-large = This file is larger than 20 MB. Please choose a smaller one.
avatar-not-an-image = This file can’t be read as a picture: it is damaged, or in a format that this browser doesn’t know. Please choose a photo in a common format, such as JPEG, PNG or WebP.
avatar-heic = This is a HEIC photo, which this browser can’t read. Please choose a JPEG or PNG, or save the photo as a JPEG in your photo app first.
# Protection against fingerprinting, such as privacy.resistFingerprinting of Firefox, which calls the permission “Extract canvas data”.
avatar-altered = Your browser blocks or alters the pictures that websites prepare, to protect you from being recognised. Nothing has been sent. Please allow this site to read canvas data, by the icon in the address bar or in the settings of a privacy extension, and save again.
avatar-unsupported = This site does not take pictures of this kind.
avatar-not-allowed = Your account may not have a picture of its own here.

## Preferences

preferences = Preferences
# Light or dark.
appearance = Appearance
like-the-device = Like the device
light = Light
dark = Dark
language = Language
like-the-browser = Like the browser
language-hint = For the pages of this site and, where we can, for our mail to you.
# After a preference was changed.
saved = Saved.

## Security: how a user signs in

kept-elsewhere = You sign in with an account of another service. Your password and e-mail address are kept there, so they can’t be changed here.
details-hidden = Your account may not see its own sign-in details, so they can’t be changed here.
details-fixed = You can’t change your sign-in details yourself. Please ask the people who run this site.
# $date is a day.
last-used = Account last used on { $date }
email-address = E-mail address
new-email-address = New e-mail address
change-email = Change e-mail address
save-email = Save e-mail address
enter-new-email = Please enter the new e-mail address.
email-changed = Your e-mail address is changed, and your other devices are signed out.
email-half-changed = Your e-mail address is changed, but you could not be signed in again. Please sign in with the new one.
same-email = This is your e-mail address already.
change-password = Change password
save-password = Save password
password-changed = Your password is changed, and your other devices are signed out.
password-half-changed = Your password is changed, but you could not be signed in again. Please sign in with the new one.
other-devices = Saving signs you out on your other devices.

## Two-factor sign-in: a password, and a code from an authenticator app

two-factor = Two-factor sign-in
two-factor-on = On: signing in takes your password and a code from your authenticator app.
two-factor-off = Off: signing in takes your password alone.
two-factor-is-on = Two-factor sign-in is on. From now on you will be asked for a code when you sign in.
two-factor-is-off = Two-factor sign-in is off. From now on your password alone opens your account.
switch-off = Switch off
set-up = Set up
set-up-begin = First your password; then you scan a code with your authenticator app.
two-factor-already = Two-factor sign-in is switched on already. Please load the page again to see.
two-factor-not-allowed = Your account may not switch this by itself. Please contact the people who run this site.
set-up-not-allowed = Your account may not switch this on by itself. Please contact the people who run this site.
scan-code = Open your authenticator app and scan this code.
# Read out for the image.
qr-code = QR code with the key for your authenticator app
# A link below the QR code, for who sets it up on the phone that has the app.
open-authenticator = Or open it in the authenticator app on this device
enter-key = Can’t scan it? Enter this key instead:
enter-code-shown = Enter the code that the app shows.
switch-on = Switch on
copy = Copy
copied = Copied
enrolment = One more step to keep your account safe
enrolment-why = This site asks you to sign in with two factors: your password, and a code from an app on your phone. Please set it up now, then carry on to the page that you wanted.
sign-out-instead = Sign out instead

## Deleting the account

delete-your-account = Delete your account
# $email is an e-mail address.
delete-warning = This removes the account { $email } with everything in your profile, at once and for good. It can’t be undone.
email-to-confirm = Your e-mail address, to confirm
email-to-confirm-hint = Type it as it stands above.
not-your-email = This is not the e-mail address of your account.
delete-my-account = Delete my account
delete-not-here = Your account can’t be removed here. Please contact the people who run this site.
delete-refused = Your account may not be removed by itself. It is still there. Please contact the people who run this site.
goodbye-title = Goodbye
goodbye = Your account is deleted
goodbye-why = Everything in your profile is gone, and this browser has forgotten you. Thank you for having been here.

## For the people who set the site up: its configuration is wrong

config-title = Configuration problem
config-heading = This site is not set up correctly
# $file is a piece of HTML.
config-advice = Please correct { $file } and load this page again.
config-no-json = The configuration in { $file } is no JSON object (line { $line }).
# $key is the name of a setting.
config-unknown-key = “{ $key }” is no key of the configuration.
config-no-text = “{ $key }” takes a text in quotes.
config-url = “{ $key }” must be a path such as "/directus", or an absolute URL that begins with https:// or http://.
config-mode = “{ $key }” takes “cookie” or “session”, not “{ $value }”.
config-switch = “{ $key }” takes true or false, without quotes.
config-language = “{ $key }” takes the code of a language, such as “en” or “pt-BR”, not “{ $value }”.
config-path = “{ $key }” must be the path of a page of this site, such as “/profile”.

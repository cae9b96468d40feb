### Español. Los comentarios de en.ftl dicen dónde está cada mensaje y qué significa.

## While the site loads, or where it cannot

boot-failed = No se ha podido cargar esta página
boot-advice = Compruebe su conexión y vuelva a cargar la página. Si sigue fallando, puede que su navegador sea demasiado antiguo para este sitio, que necesita Chrome o Edge 111, Firefox 115, Safari 16.4 o uno más reciente.
boot-no-wasm = Su navegador no ejecuta WebAssembly, con lo que está hecho este sitio. Permítalo para este sitio en los ajustes (en un iPhone, desactive para él el modo de aislamiento) o abra la página en otro navegador: Chrome o Edge 111, Firefox 115, Safari 16.4 o más reciente.
boot-again = Volver a cargar
boot-no-scripts = Este sitio necesita JavaScript
boot-switch-on = Actívelo en los ajustes de su navegador y vuelva a cargar esta página.

## Words that many pages use

try-again = Reintentar
not-loaded = No se ha podido cargar esta página
not-loaded-advice = Compruebe su conexión y vuelva a cargar la página.
load-again = Volver a cargar
try-now = Intentar ahora
cancel = Cancelar
continue = Continuar
please-wait = Espere, por favor
loading = Cargando
sign-in = Iniciar sesión
sign-out = Cerrar sesión
sign-in-again = Volver a iniciar sesión
create-account = Crear la cuenta
go-to-front-page = Ir a la página de inicio
go-to-sign-in = Ir al inicio de sesión

## Fields of forms

email = Correo electrónico
password = Contraseña
new-password = Contraseña nueva
current-password = Contraseña actual
first-name = Nombre
last-name = Apellidos
title = Título o cargo
location = Ubicación
description = Descripción
optional = (opcional)
show-password = Mostrar la contraseña
hide-password = Ocultar la contraseña
show = Mostrar
hide = Ocultar
password-hint = { $count ->
    [one] Al menos 1 carácter. Cuanto más larga, mejor.
   *[other] Al menos { $count } caracteres. Cuanto más larga, mejor.
}
password-advice = Cuanto más larga, mejor.
password-rule = Este sitio pide { $rule }.
need-least = { $count ->
    [one] al menos 1 carácter
   *[other] al menos { $count } caracteres
}
need-between = de { $least } a { $most } caracteres
need-digit = una cifra
need-lower = una letra minúscula (a–z)
need-upper = una letra mayúscula (A–Z)
need-special = un carácter especial ({ $characters })
need-no-blank = ningún espacio
password-other-rule = Este sitio tiene su propia regla para las contraseñas.
password-long-enough = Longitud suficiente. Unos caracteres más la hacen más segura.
password-long = Buena longitud.
caps-lock = El bloqueo de mayúsculas está activado.
code = Código
code-hint = Seis cifras. Con la última se envía el formulario.
code-hint-by-hand = Seis cifras de su aplicación de autenticación
code-hint-set-up = Seis cifras

## The frame around every page

skip-to-content = Saltar al contenido
menu = Menú
main-navigation = Menú principal
more-navigation = Más
home = Inicio
about = Acerca de
conduct = Código de conducta
privacy = Privacidad
blog = Blog
profile = Perfil
profile-of = Perfil de { $name }

## When the server cannot be reached

trying-now = Intentándolo ahora…
next-try = { $seconds ->
    [one] Próximo intento dentro de 1 segundo
   *[other] Próximo intento dentro de { $seconds } segundos
}
unreachable-title = Servidor no disponible
unreachable = No se puede contactar con el servidor
unreachable-opens = Esta página se abrirá sola en cuanto el servidor responda.
no-contact = No se puede contactar con el servidor. Compruebe su conexión.
server-trouble = El servidor tiene dificultades para responder. Vuelva a intentarlo dentro de un momento.
server-trouble-meanwhile = El servidor tiene dificultades para responder.
server-busy = El servidor está ocupado y pide un poco de tiempo.
server-slow = El servidor ha tardado demasiado en responder. Vuelva a intentarlo.
too-many-tries = Demasiados intentos. Espere un minuto y vuelva a intentarlo.
too-many-tries-wait = { $seconds ->
    [one] Demasiados intentos. Espere 1 segundo y vuelva a intentarlo.
   *[other] Demasiados intentos. Espere { $seconds } segundos y vuelva a intentarlo.
}

## When something is refused

not-open = No tiene acceso a esto.
refused = El servidor lo ha rechazado. Vuelva a intentarlo; si sigue ocurriendo, avise a los responsables de este sitio.
no-longer-signed-in = Ya no tiene la sesión iniciada. Vuelva a iniciar sesión, por favor.
somebody-else = Entretanto ha iniciado sesión otra persona. No se ha enviado nada.
answer-lost = El servidor no ha respondido, así que no se sabe si se ha hecho el cambio. Vuelva a cargar la página para comprobarlo.
page-broken = Esta página ha dejado de funcionar
page-broken-advice = Su inicio de sesión no se ve afectado. Lo que ha escrito sigue aquí y se puede copiar; puede que no esté después de volver a cargar la página.
nothing-sent = Ya no tiene la sesión iniciada. No se ha cambiado nada. Vuelva a iniciar sesión, por favor.
not-allowed-title = Sin acceso
not-allowed = No tiene acceso a esta página
not-allowed-why = Ha iniciado sesión, pero su cuenta no da acceso a esta página. Si cree que debería, pregunte a los responsables de este sitio.
go-to-profile = Ir a su perfil
permissions-unknown-title = Sin decidir
permissions-unknown = Esta página no se puede abrir en este momento

## Texts and posts

text-not-safe = Este texto no se puede mostrar de forma segura en este momento. Vuelva a cargar la página.
from-the-blog = Del blog
all-posts = Todas las entradas
blog-page = Blog, página { $page }
no-posts = Todavía no hay entradas.
no-posts-here = No hay entradas en esta página.
newest-posts = Ir a las entradas más recientes
about-the-author = Sobre quien escribe
for-members = Para miembros
for-certain-members = Para ciertos miembros
rest-for-members = El resto es para miembros
rest-for-certain-members = El resto es para ciertos miembros
sign-in-to-read = Inicie sesión para seguir leyendo. Después volverá a este punto.
rest-for-others = Ha iniciado sesión, pero su cuenta no da acceso a esta parte. Si cree que debería, pregunte a los responsables de este sitio.
untitled = Sin título
pages = Páginas
newer = ← Más recientes
older = Más antiguas →
page-of = Página { $page } de { $pages }
not-found = Página no encontrada
not-found-why = No hay nada en esta dirección. Puede que la página se haya trasladado o que el enlace esté mal escrito.
read-the-blog = Leer el blog

## Signing in

forgot-password = ¿Ha olvidado su contraseña?
new-here = ¿Es su primera vez aquí?
create-an-account = Crear una cuenta
other-ways = Otras formas de iniciar sesión
or = o
continue-with = Continuar con { $provider }
leads-away = Así saldrá de esta página y se perderá lo que haya escrito en ella.
another-way = Iniciar sesión de otra forma
still-there = Lo que ha escrito en esta página sigue ahí.
not-now = Ahora no
signed-out-now = Ya no tiene la sesión iniciada.
enter-email = Escriba su dirección de correo electrónico.
invalid-email = Esta no es una dirección de correo electrónico válida.
invalid-email-form = Esta no es una dirección de correo electrónico válida. Debería parecerse a nombre@example.com.
enter-password = Escriba su contraseña.
enter-current-password = Escriba su contraseña actual.
enter-code = Escriba el código de su aplicación de autenticación.
code-asked = Ya casi está. Escriba el código de su aplicación de autenticación.
wrong-code = Este código es incorrecto o demasiado antiguo. Escriba el que su aplicación muestra ahora.
wrong-credentials = El correo electrónico o la contraseña son incorrectos, o la cuenta no está activa. Compruebe ambos y vuelva a intentarlo.
wrong-password = Esta no es su contraseña actual.
other-provider = En esta cuenta se inicia sesión de otra forma. Use la forma con la que se creó.
suspended = Esta cuenta está suspendida. Póngase en contacto con los responsables de este sitio.
signed-out-elsewhere = Ha cerrado la sesión en otra pestaña.
session-ended = Su sesión ha terminado. Vuelva a iniciarla para continuar.
cookies-blocked = Su navegador bloquea las cookies de este sitio, y para iniciar sesión hace falta una. Permítalas en los ajustes del navegador y vuelva a cargar esta página.

## Back from signing in at another service

sso-refused = El inicio de sesión en el otro servicio no ha funcionado, o aquí no hay ninguna cuenta activa que le corresponda. Vuelva a intentarlo o inicie sesión de otra forma.
sso-taken = Ya hay una cuenta con esta dirección, y en ella se inicia sesión de otra forma. Use la forma con la que se creó.
sso-code = Esta cuenta pide además un código. Escriba el que su aplicación de autenticación muestra ahora.
sso-late = El inicio de sesión en el otro servicio ha tardado demasiado o no se ha completado. Vuelva a intentarlo.
sso-unreachable = En este momento no se puede contactar con el otro servicio. Vuelva a intentarlo más tarde.
sso-failed = El inicio de sesión en el otro servicio ha fallado. Vuelva a intentarlo; si sigue ocurriendo, avise a los responsables de este sitio.
sso-lost = Ha iniciado sesión en el otro servicio, pero la confirmación no ha llegado aquí. Vuelva a intentarlo; si sigue ocurriendo, avise a los responsables de este sitio.

## Signing out

signed-out-title = Sesión cerrada
signed-out = Ha cerrado la sesión
see-you = Hasta pronto.
logout-pending = En este momento no se puede contactar con el servidor. Ha cerrado la sesión en este navegador; se avisará al servidor en cuanto responda.

## Registering

have-account = ¿Ya tiene una cuenta?
registration-off = El registro está desactivado en este sitio.
registration-refused = El registro está desactivado aquí o no está disponible para esta dirección de correo electrónico.
email-taken = Otra cuenta ya usa esta dirección de correo electrónico.
email-has-account = Ya hay una cuenta con esta dirección de correo electrónico. Inicie sesión con ella o use otra dirección.
choose-password = Elija una contraseña.
password-short = { $count ->
    [one] Esta contraseña es demasiado corta. Use al menos 1 carácter.
   *[other] Esta contraseña es demasiado corta. Use al menos { $count } caracteres.
}
password-unfit = Esta contraseña no sirve.
password-refused = Este sitio no acepta esta contraseña. Elija otra que sea más larga o más variada.
leads-elsewhere = Este sitio todavía no puede enviar correos que lleven de vuelta a él. Avise a sus responsables.
check-mail = Revise su correo
link-sent = Ya casi está: hemos enviado un enlace a { $email }. Ábralo para confirmar su dirección.
no-mail = ¿No ha llegado nada después de unos minutos? Mire entre el correo no deseado y compruebe la dirección.
mail-sent-again = El correo vuelve a estar en camino.
send-again = Enviar el correo otra vez
send-again-in = Enviar el correo otra vez dentro de { $seconds } s
another-address = Usar otra dirección
confirm-address = Confirmar su dirección
at-site = en { $site }
confirm-what = Con esto se activa una cuenta para esta dirección. Confírmela solo si se ha registrado aquí usted mismo. Si no, cierre esta página y no pasará nada.
confirm-now = Confirmar esta dirección
address-confirmed = Su dirección está confirmada. Inicie sesión, por favor.
register-again = Registrarse de nuevo

## An e-mail address that somebody else may have registered before, with a password of theirs

own-password = Elegir una contraseña propia
confirmed-elsewhere = Su dirección está confirmada. No se registró en este navegador, así que otra persona podría conocer la contraseña. Elija una propia: así nadie más seguirá con la sesión iniciada.
registered-before = Su dirección está confirmada, pero la contraseña que acaba de elegir no abre la cuenta: la dirección ya se había registrado antes. Elija una contraseña propia: así nadie más seguirá con la sesión iniciada.
registered-elsewhere = Puede que alguien registrara esta dirección antes que usted, con otra contraseña. Elija una propia: así nadie más seguirá con la sesión iniciada.
registered-wrong-password = El correo electrónico o la contraseña son incorrectos, o la cuenta no está activa. Si todavía no ha abierto el enlace de nuestro correo, hágalo primero. Si ya lo ha hecho, puede que alguien registrara esta dirección antes que usted, con otra contraseña: en ese caso, elija una propia.

## Links from mails: a confirmation, a new password, an invitation

link-missing = Falta el enlace
link-broken = Este enlace no funciona
no-verification-link = Esta página confirma su dirección con el enlace de nuestro correo. Vuelva a abrir ese enlace o cópielo entero en la barra de direcciones.
no-password-link = Esta página necesita el enlace de nuestro correo. Vuelva a abrir ese enlace o pida uno nuevo.
no-invitation-link = Esta página necesita el enlace de su invitación. Vuelva a abrir ese enlace o cópielo entero en la barra de direcciones.
verification-expired = Este enlace es demasiado antiguo. Regístrese otra vez con la misma dirección: así recibirá uno nuevo.
verification-wrong = Este enlace no está completo o no es nuestro. Vuelva a abrirlo desde el correo o regístrese otra vez: así recibirá uno nuevo.
verification-used = Este enlace ya se ha usado, así que su dirección debería estar confirmada. Inicie sesión; si su contraseña no funciona, pida allí una nueva.
password-link-expired = Este enlace es demasiado antiguo: es válido durante un día. Pida uno nuevo.
password-link-wrong = Este enlace no está completo o no es nuestro. Vuelva a abrirlo desde el correo o pida uno nuevo.
password-link-used = Este enlace ya se ha usado, o la contraseña se ha cambiado desde entonces. Pida uno nuevo.
invitation-expired = Esta invitación es demasiado antigua. Pida a quien le invitó que le envíe una nueva.
invitation-wrong = Este enlace no está completo o no es nuestro. Vuelva a abrirlo desde su invitación.
invitation-used = Esta invitación ya se ha aceptado o se ha retirado. Si ya ha elegido una contraseña, inicie sesión.

## A forgotten password

send-link = Enviarme un enlace
link-by-mail = Le enviaremos por correo un enlace con el que podrá elegir una contraseña nueva.
link-on-its-way = Si hay una cuenta para { $email }, un correo con un enlace va de camino a esa dirección. El enlace es válido durante un día.
send-another = Enviar otro enlace
choose-new-password = Elegir una contraseña nueva
accept-invitation = Aceptar su invitación
save-and-sign-in = Guardar e iniciar sesión
password-saved = Su contraseña nueva se ha guardado. Inicie sesión con ella, por favor.
account-open = Su cuenta ya está activa. Inicie sesión con la contraseña que ha elegido.
ask-for-link = Pedir un enlace nuevo
back-to-sign-in = Volver al inicio de sesión
for-email = Para { $email }

## The own profile

your-profile = Su perfil
your-account = Su cuenta
security = Seguridad
delete-account = Eliminar la cuenta
signed-in-as = Sesión iniciada como { $email }
change-email-or-password = Cambiar el correo o la contraseña
about-you = Sobre usted
save-changes = Guardar los cambios
nothing-to-save = No hay nada que guardar: no ha cambiado nada.
profile-saved = Su perfil se ha guardado.
unsaved-changes = Hay cambios sin guardar
unsaved-changes-advice = Si sale de esta página ahora, se perderán.
keep-editing = Seguir editando
leave-without-saving = Salir sin guardar
profile-fixed = Usted no puede cambiar estos datos. Póngase en contacto con los responsables de este sitio.
text-too-long = Uno de los textos es demasiado largo. Acórtelo, por favor.
change-refused = Su cuenta no permite cambiar esto, o no permite ver el resultado. Vuelva a cargar la página para ver lo que está guardado.

## The avatar

avatar = Imagen
choose-avatar = Elegir una imagen
choose-another-avatar = Cambiar la imagen
remove-avatar = Quitar la imagen
avatar-hint = Hasta 20 MB; se recorta en un cuadrado y se reduce antes de enviarla.
avatar-drop = También puede soltar una imagen aquí.
avatar-removed = Su imagen se ha quitado.
avatar-saved = Su imagen se ha guardado.
save-avatar = Guardar la imagen
avatar-preview = Su imagen tal como se mostrará
zoom = Ampliación
left-to-right = En horizontal
top-to-bottom = En vertical
avatar-drag = También puede arrastrar la propia imagen.
avatar-sending = Enviando su imagen…
avatar-is-sent = Enviando su imagen
avatar-too-large = Este archivo ocupa más de 20 MB. Elija uno más pequeño.
avatar-not-an-image = Este archivo no se puede leer como imagen: está dañado o tiene un formato que este navegador no conoce. Elija una foto en un formato habitual, como JPEG, PNG o WebP.
avatar-heic = Esta foto tiene el formato HEIC, que este navegador no puede leer. Elija un JPEG o PNG, o guarde antes la foto como JPEG en su aplicación de fotos.
avatar-altered = Su navegador bloquea o altera las imágenes que preparan los sitios web, para evitar que se le reconozca. No se ha enviado nada. Permita que este sitio lea los datos de canvas, con el icono de la barra de direcciones o en los ajustes de una extensión de privacidad, y guarde de nuevo.
avatar-unsupported = Este sitio no admite imágenes de este tipo.
avatar-not-allowed = Su cuenta no permite tener aquí una imagen propia.

## Preferences

preferences = Preferencias
appearance = Apariencia
like-the-device = Como el dispositivo
light = Clara
dark = Oscura
language = Idioma
like-the-browser = Como el navegador
language-hint = Para las páginas de este sitio y, cuando podemos, para los correos que le enviamos.
saved = Guardado.

## Security: how a user signs in

kept-elsewhere = Usted inicia sesión con la cuenta de otro servicio. Su contraseña y su dirección de correo se guardan allí, así que no se pueden cambiar aquí.
details-hidden = Su cuenta no permite ver sus propios datos de inicio de sesión, así que no se pueden cambiar aquí.
details-fixed = Usted no puede cambiar sus datos de inicio de sesión. Póngase en contacto con los responsables de este sitio.
last-used = Último uso de la cuenta: { $date }
email-address = Dirección de correo electrónico
new-email-address = Dirección de correo electrónico nueva
change-email = Cambiar la dirección de correo
save-email = Guardar la dirección de correo
enter-new-email = Escriba la nueva dirección de correo electrónico.
email-changed = Su dirección de correo electrónico se ha cambiado, y su sesión en otros dispositivos se ha cerrado.
email-half-changed = Su dirección de correo electrónico se ha cambiado, pero no se ha podido volver a iniciar su sesión. Iníciela con la nueva.
same-email = Esta ya es su dirección de correo electrónico.
change-password = Cambiar la contraseña
save-password = Guardar la contraseña
password-changed = Su contraseña se ha cambiado, y su sesión en otros dispositivos se ha cerrado.
password-half-changed = Su contraseña se ha cambiado, pero no se ha podido volver a iniciar su sesión. Iníciela con la nueva.
other-devices = Al guardar, se cerrará su sesión en sus otros dispositivos.

## Two-factor sign-in

two-factor = Inicio de sesión en dos pasos
two-factor-on = Activado: para iniciar sesión hacen falta su contraseña y un código de su aplicación de autenticación.
two-factor-off = Desactivado: para iniciar sesión basta su contraseña.
two-factor-is-on = El inicio de sesión en dos pasos está activado. A partir de ahora se le pedirá un código al iniciar sesión.
two-factor-is-off = El inicio de sesión en dos pasos está desactivado. A partir de ahora bastará su contraseña para iniciar sesión.
switch-off = Desactivar
set-up = Configurar
set-up-begin = Primero su contraseña; después escaneará un código con su aplicación de autenticación.
two-factor-already = El inicio de sesión en dos pasos ya está activado. Vuelva a cargar la página para verlo.
two-factor-not-allowed = Su cuenta no permite que usted cambie esto. Póngase en contacto con los responsables de este sitio.
set-up-not-allowed = Su cuenta no permite que usted active esto. Póngase en contacto con los responsables de este sitio.
scan-code = Abra su aplicación de autenticación y escanee este código.
qr-code = Código QR con la clave para su aplicación de autenticación
open-authenticator = O ábralo en la aplicación de autenticación de este dispositivo
enter-key = ¿No puede escanearlo? Escriba esta clave en su lugar:
enter-code-shown = Escriba el código que muestra la aplicación.
switch-on = Activar
copy = Copiar
copied = Copiado
enrolment = Un paso más para proteger su cuenta
enrolment-why = Este sitio le pide que inicie sesión en dos pasos: con su contraseña y con un código de una aplicación de su teléfono. Configúrelo ahora; después se abrirá la página que quería.
sign-out-instead = Cerrar sesión en su lugar

## Deleting the account

delete-your-account = Eliminar su cuenta
delete-warning = Esto elimina la cuenta { $email } con todo lo que hay en su perfil, de inmediato y para siempre. No se puede deshacer.
email-to-confirm = Su dirección de correo electrónico, para confirmar
email-to-confirm-hint = Escríbala tal como figura arriba.
not-your-email = Esta no es la dirección de correo electrónico de su cuenta.
delete-my-account = Eliminar mi cuenta
delete-not-here = Su cuenta no se puede eliminar aquí. Póngase en contacto con los responsables de este sitio.
delete-refused = Su cuenta no permite que usted la elimine. Sigue existiendo. Póngase en contacto con los responsables de este sitio.
goodbye-title = Adiós
goodbye = Su cuenta se ha eliminado
goodbye-why = Todo lo que había en su perfil ha desaparecido, y este navegador se ha olvidado de usted. Gracias por haber estado aquí.

## For the people who set the site up

config-title = Problema de configuración
config-heading = Este sitio no está bien configurado
config-advice = Corrija { $file } y vuelva a cargar esta página.
config-no-json = La configuración de { $file } no es un objeto JSON (línea { $line }).
config-unknown-key = «{ $key }» no es ninguna clave de la configuración.
config-no-text = «{ $key }» admite un texto entre comillas.
config-url = «{ $key }» tiene que ser una ruta como "/directus" o una URL absoluta que empiece por https:// o http://.
config-mode = «{ $key }» admite «cookie» o «session», no «{ $value }».
config-switch = «{ $key }» admite true o false, sin comillas.
config-language = «{ $key }» espera el código de un idioma, como «en» o «pt-BR», no «{ $value }».
config-path = «{ $key }» tiene que ser la ruta de una página de este sitio, como «/profile».

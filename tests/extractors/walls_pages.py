# ruff: noqa: E501, ISC004, RUF001, S105  a page's text stands in one line; letters of many scripts are meant
"""Walls, error pages and look-alike articles for tests, all written for newsduck; outlets and names are invented.

`WALLS` are pages that hold no article, with the beginning of the reason they are refused for; `ARTICLES` are pages that
look like them and hold one.
"""

from __future__ import annotations

from collections.abc import Iterator

TEASERS = (
    ("Ferry to the outer isles sails again after eleven days", "The operator says all crossings will run by Friday."),
    ("Council finds money for two more school buses", "Parents in the north of town had asked for them since May."),
    ("Late goal keeps Harrow in the cup", "A header in the 88th minute was enough against a side two leagues below."),
    ("Why the old mill may get a second life", "An architect, a baker and a bank have a plan, and it is not a museum."),
)


def bare(title: str, heading: str, *lines: str, extra: str = "") -> str:
    """Return a page with a title, one heading and paragraphs."""
    body = "".join(f"<p>{line}</p>" for line in lines)
    top = f"<h1>{heading}</h1>" if heading else ""
    return f"<!doctype html><html><head><title>{title}</title></head><body>{top}{body}{extra}</body></html>"


def site(title: str, heading: str, *lines: str, extra: str = "", head: str = "", classes: str = "page") -> str:
    """Return the same within a news site: menu, teasers of other articles, a pitch and a footer."""
    menu = "".join(f'<li><a href="/{one.lower()}">{one}</a></li>' for one in ("News", "Sport", "Culture", "Weather"))
    cards = "".join(
        f'<div class="card"><h3><a href="/news/{n}">{name}</a></h3><p>{lead}</p></div>'
        for n, (name, lead) in enumerate(TEASERS)
    )
    body = "".join(f"<p>{line}</p>" for line in lines)
    return (
        f'<!doctype html><html lang="en"><head><title>{title}</title>{head}</head><body class="{classes}">'
        f'<header><a href="/">The Tidewater Post</a><ul class="menu">{menu}</ul></header>'
        f'<main><h1>{heading}</h1>{body}{extra}</main><section class="latest"><h2>Latest</h2>{cards}</section>'
        f"<footer><p>The Tidewater Post, 4 Quay Street. All rights reserved.</p></footer></body></html>"
    )


def divs(title: str, *lines: str, extra: str = "") -> str:
    """Return a page of nested containers without a heading or a paragraph."""
    body = "".join(f'<div class="row"><span>{line}</span></div>' for line in lines)
    return f'<html><head><title>{title}</title></head><body><div id="app"><div>{body}</div></div>{extra}</body></html>'


def overlay(title: str, heading: str, *lines: str, extra: str = "") -> str:
    """Return a dialogue with buttons over an empty page."""
    body = "".join(f"<p>{line}</p>" for line in lines)
    return (
        f"<!doctype html><html><head><title>{title}</title></head><body><div role='dialog' class='gate'>"
        f"<h2>{heading}</h2><div class='text'>{body}</div><button>OK</button><button>Options</button></div>{extra}"
        f"</body></html>"
    )


_PASSWORD = '<form><input name="user"><input type="password" name="pw"><button>Go</button></form>'
_CF = "<script>window._cf_chl_opt={cType:'managed'};</script>"
_SP = '<script src="https://cdn.privacy-mgmt.com/unified/wrapper.js"></script>'
_IAB = (
    "With your agreement, we and our 214 partners use cookies, identifiers or similar technologies to store and access"
    " information on a device and to process personal data such as your visits to this website and IP addresses.",
    "We do this for personalised advertising and content, advertising and content measurement, audience research and"
    " services development. Some partners do not ask for your consent and rely on their legitimate interest.",
    "You can withdraw your consent at any time by clicking the privacy link at the foot of each page.",
)

BOT = {
    "cloudflare_moment": bare(
        "Just a moment...", "", extra=f"<noscript>Enable JavaScript and cookies to continue</noscript>{_CF}"
    ),
    "cloudflare_old": bare(
        "Attention Required! | Cloudflare",
        "One more step",
        "Please complete the security check to access news.example",
        "Why do I have to complete a CAPTCHA?",
        "Completing the CAPTCHA proves you are a human and gives you temporary access to the web property.",
        "If you are on a personal connection, like at home, you can run an anti-virus scan on your device to make sure it is not infected with malware.",
        "Cloudflare Ray ID: 7c1f00aa11bb22cc",
        extra='<div class="cf-error-details"></div>',
    ),
    "cloudflare_blocked": bare(
        "Access denied | www.tidewater.example used Cloudflare to restrict access",
        "Sorry, you have been blocked",
        "You are unable to access tidewater.example",
        "This website is using a security service to protect itself from online attacks. The action you just performed triggered the security solution. There are several actions that could trigger this block including submitting a certain word or phrase, a SQL command or malformed data.",
        "You can email the site owner to let them know you were blocked. Please include what you were doing when this page came up.",
    ),
    "cloudflare_1020": bare(
        "Access denied",
        "Error 1020",
        "Access denied",
        "You do not have access to tidewater.example.",
        "The site owner may have set restrictions that prevent you from accessing the site.",
    ),
    "cloudflare_verify": bare(
        "Just a moment...",
        "tidewater.example",
        "Verify you are human by completing the action below.",
        "tidewater.example needs to review the security of your connection before proceeding.",
        extra=_CF,
    ),
    "akamai": bare(
        "Access Denied",
        "Access Denied",
        'You don\'t have permission to access "http://www.tidewater.example/news/4812" on this server.',
        "Reference #18.8d5a1002.1763712000.1a2b3c4",
    ),
    "akamai_edge": bare(
        "Access Denied",
        "Access Denied",
        'You don\'t have permission to access "/news" on this server.<p>Reference #18.5',
        "https://errors.edgesuite.net/18.5",
    ),
    "imperva": "<html><head><META NAME='robots' CONTENT='noindex,nofollow'></head><body>Request unsuccessful. Incapsula incident ID: 1234000560-88812345678<iframe src='/_Incapsula_Resource?x=1'></iframe></body></html>",
    "imperva_pardon": site(
        "Pardon Our Interruption",
        "Pardon Our Interruption...",
        "As you were browsing something about your browser made us think you were a bot. There are a few reasons this might happen:",
        "You've disabled JavaScript in your web browser.",
        "You're a power user moving through this website with super-human speed.",
        "A third-party browser plugin, such as Ghostery or NoScript, is preventing JavaScript from running.",
        "To regain access, please make sure that cookies and JavaScript are enabled before reloading the page.",
    ),
    "datadome": "<html><head><title>tidewater.example</title></head><body style='margin:0'><p id='cmsg'>Please enable JS and disable any ad blocker</p><script>var dd={'host':'geo.captcha-delivery.com'}</script></body></html>",
    "perimeterx": bare(
        "Access to this page has been denied.",
        "Access to this page has been denied because we believe you are using automation tools to browse the website.",
        "This may happen as a result of the following:",
        "Javascript is disabled or blocked by an extension (ad blockers for example)",
        "Your browser does not support cookies",
        "Please make sure that Javascript and cookies are enabled on your browser and that you are not blocking them from loading.",
        "Reference ID: #9d1e2f30-aaaa-11ee",
    ),
    "perimeterx_hold": bare(
        "Access to this page has been denied",
        "Before we continue...",
        "Press & Hold to confirm you are a human (and not a bot).",
        extra="<div id='px-captcha'></div>",
    ),
    "aws_waf": bare(
        "Human Verification",
        "",
        extra="<noscript><h1>JavaScript is disabled</h1> In order to continue, we need to verify that you're not a robot. This requires JavaScript. Enable JavaScript and then reload the page.</noscript><script>AwsWafIntegration.getToken()</script>",
    ),
    "cloudfront": bare(
        "ERROR: The request could not be satisfied",
        "403 ERROR",
        "The request could not be satisfied.",
        "Request blocked. We can't connect to the server for this app or website at this time. There might be too much traffic or a configuration error. Try again later, or contact the app or website owner.",
        "Generated by cloudfront (CloudFront)",
    ),
    "google_sorry": bare(
        "https://news.tidewater.example/",
        "",
        "Our systems have detected unusual traffic from your computer network. This page checks to see if it's really you sending the requests, and not a robot.",
        "IP address: 203.0.113.9",
        extra="<div class='g-recaptcha'></div>",
    ),
    "sucuri": bare(
        "Sucuri WebSite Firewall - Access Denied",
        "Access Denied - Sucuri Website Firewall",
        "If you are the site owner (or you manage this site), please whitelist your IP or if you think this block is an error please open a support ticket and make sure to include the block details.",
        "Your IP: 203.0.113.9",
        "Block reason: Access from your Country was disabled by the administrator.",
    ),
    "wordfence": bare(
        "Your access to this site has been limited by the site owner",
        "Your access to this site has been limited by the site owner",
        "Your access to this service has been limited. (HTTP response code 503)",
        "If you think you have been blocked in error, contact the owner of this site for assistance.",
        "Generated by Wordfence at Fri, 20 Nov 2026 9:12:44 GMT.",
    ),
    "f5": "<html><head><title>Request Rejected</title></head><body>The requested URL was rejected. Please consult with your administrator.<br><br>Your support ID is: 5830012345678901234<br><br><a href='javascript:history.back();'>[Go Back]</a></body></html>",
    "ddos_guard": bare(
        "DDoS-Guard",
        "Checking your browser before accessing tidewater.example",
        "Please wait a few seconds. Once this check is complete, the website will open automatically",
    ),
    "anubis": bare(
        "Making sure you're not a bot!",
        "Making sure you're not a bot!",
        "Loading...",
        "You are seeing this because the administrator of this website has set up Anubis to protect the server against the scourge of AI companies aggressively scraping websites.",
    ),
    "vercel": bare("Vercel Security Checkpoint", "We're verifying your browser", "Enable JavaScript to continue"),
    "rate": bare(
        "429 Too Many Requests",
        "Too Many Requests",
        "You have sent too many requests in a given amount of time. Please slow down.",
    ),
    "nginx_403": "<html><head><title>403 Forbidden</title></head><body><center><h1>403 Forbidden</h1></center><hr><center>nginx</center></body></html>",
    "apache_403": bare(
        "403 Forbidden",
        "Forbidden",
        "You don't have permission to access this resource.",
        "Additionally, a 403 Forbidden error was encountered while trying to use an ErrorDocument to handle the request.",
    ),
    "in_site": site(
        "Are you a robot?",
        "Are you a robot?",
        "To continue, please click the box below to let us know you're not a robot.",
        "Why did this happen? Please make sure your browser supports JavaScript and cookies and that you are not blocking them from loading.",
        "For inquiries related to this message please contact our support team and provide the reference ID below.",
    ),
    "bot_de": bare(
        "Zugriff verweigert",
        "Sind Sie ein Mensch?",
        "Wir haben aus Ihrem Netz ungewöhnlich viele Abrufe festgestellt. Bitte bestätigen Sie, dass Sie kein Roboter sind.",
        "Lösen Sie dazu das Captcha.",
        "Referenz-ID: 41c-77",
    ),
    "bot_fr": bare(
        "Un instant…",
        "Vérification de sécurité",
        "Nous vérifions que vous êtes humain. Cette opération peut prendre quelques secondes.",
        "Activez JavaScript et les cookies pour continuer.",
    ),
    "bot_es": bare(
        "Acceso denegado",
        "Acceso denegado",
        "No tiene permiso para acceder a esta página. Si cree que es un error, póngase en contacto con el administrador.",
        "Dirección IP: 203.0.113.9",
    ),
    "bot_it": bare(
        "Accesso negato",
        "Sei un robot?",
        "Il traffico proveniente dalla tua rete è insolito. Risolvi il captcha per continuare la navigazione.",
    ),
    "bot_pt": bare(
        "Só um momento…",
        "Verificando seu navegador",
        "Confirme que você é humano. Este processo é automático e leva cerca de cinco segundos.",
    ),
    "bot_nl": bare(
        "Toegang geweigerd",
        "Bent u een robot?",
        "We zagen ongebruikelijk verkeer vanaf uw netwerk. Bevestig dat u geen robot bent om verder te gaan.",
    ),
    "bot_pl": divs(
        "Chwileczkę...",
        "Sprawdzamy, czy jesteś człowiekiem. To może potrwać kilka sekund.",
        "Włącz JavaScript i pliki cookie, aby kontynuować.",
    ),
    "bot_sv": bare(
        "Åtkomst nekad", "Åtkomst nekad", "Du har inte behörighet att öppna sidan. Din IP-adress har blockerats."
    ),
    "bot_da": bare(
        "Et øjeblik…",
        "Sikkerhedstjek",
        "Bekræft, at du er et menneske. Aktivér JavaScript og cookies for at fortsætte.",
    ),
    "bot_no": bare("Et øyeblikk…", "Sikkerhetssjekk", "Bekreft at du er et menneske før du går videre til nettstedet."),
    "bot_fi": bare("Hetkinen…", "Turvatarkistus", "Vahvista, että olet ihminen. Tarkistus kestää muutaman sekunnin."),
    "bot_cs": bare(
        "Okamžik, prosím…",
        "Bezpečnostní kontrola",
        "Ověřte, že jste člověk. Povolte JavaScript a cookies a načtěte stránku znovu.",
    ),
    "bot_ru": bare(
        "Вы не робот?",
        "Подтвердите, что вы не робот",
        "Нам очень жаль, но запросы с вашего устройства похожи на автоматические.",
        "Почему это могло произойти? Возможно, автоматические запросы принадлежат не вам, а другому пользователю, выходящему в сеть с одного с вами IP-адреса.",
    ),
    "bot_uk": bare(
        "Доступ заборонено",
        "Доступ заборонено",
        "Вашу IP-адресу заблоковано. Підтвердіть, що ви людина, щоб продовжити.",
    ),
    "bot_tr": bare(
        "Bir dakika lütfen…",
        "Güvenlik doğrulaması",
        "Devam etmeden önce insan olduğunuzu doğrulayın. Tarayıcınız kontrol ediliyor.",
    ),
    "bot_ja": bare(
        "しばらくお待ちください…",
        "あなたが人間であることを確認します",
        "続行するには、JavaScriptとCookieを有効にしてください。",
        "接続のセキュリティを確認しています。",
    ),
    "bot_zh": bare(
        "请稍候…", "安全验证", "正在检查您的浏览器，请完成安全验证后继续访问。", "请启用JavaScript和Cookie。"
    ),
    "bot_ko": bare(
        "잠시만 기다려 주세요…",
        "보안 확인",
        "계속하려면 사람인지 확인이 필요합니다. JavaScript와 쿠키를 사용하도록 설정하세요.",
    ),
    "bot_ar": bare(
        "لحظة من فضلك…",
        "فحص أمني",
        "نحتاج إلى التحقق من أنك إنسان قبل المتابعة. يرجى تمكين JavaScript وملفات تعريف الارتباط.",
    ),
}

CONSENT = {
    "iab_overlay": overlay("The Tidewater Post", "We value your privacy", *_IAB, extra=_SP),
    "iab_site": site("Cookies on tidewater.example", "Before you continue", *_IAB),
    "iab_divs": divs("Tidewater", *_IAB, extra='<div id="onetrust-consent-sdk"></div>'),
    "yahoo_like": bare(
        "Tidewater is part of the Norland family of brands",
        "Tidewater is part of the Norland family of brands",
        "When you use our sites and apps, we use cookies. Cookies allow the operators of websites to store and read certain information from your device.",
        "If you click 'Accept all', we and our partners, including 238 who are part of the IAB Transparency & Consent Framework, will also store and/or access information on a device and use precise geolocation data.",
        "If you do not want us and our partners to use cookies and personal data for these additional purposes, click 'Reject all'.",
    ),
    "google_like": bare(
        "Before you continue to Tidewater Search",
        "Before you continue",
        "We use cookies and data to deliver and maintain our services, track outages and measure audience engagement.",
        "If you choose to “Accept all”, we will also use cookies and data to deliver and measure the effectiveness of ads and show personalized content, depending on your settings.",
        "Select “More options” to see additional information, including details about managing your privacy settings.",
    ),
    "article_title_kept": overlay(
        "Ferry sails again | Tidewater Post", "Your privacy, your choice", *_IAB[:2], extra=_SP
    ),
    "cookie_notice_only": bare(
        "Tidewater Post",
        "",
        "This website uses cookies to give you the best experience. By clicking Accept, you agree to our use of cookies.",
        extra='<script src="https://consent.cookiebot.com/uc.js"></script>',
    ),
    "consent_or_pay": overlay(
        "The Tidewater Post",
        "Choose how you want to read",
        "Read for free with advertising: we and our 168 partners store and access information on your device.",
        "Or subscribe from 2.99 a month without ad tracking. Already a subscriber? Log in.",
    ),
    "consent_de_pur": bare(
        "Norland Zeitung",
        "Weiter mit Werbung lesen",
        "Besuchen Sie norland.example wie gewohnt mit Werbung und Tracking. Details zum Tracking finden Sie im Privacy Center. Die Zustimmung ist jederzeit widerrufbar.",
        "Oder nutzen Sie norland.example ganz ohne Werbetracking und praktisch werbefrei für 4,99 Euro im Monat. Bereits Pur-Abonnent? Hier anmelden.",
        "Tracking: Um der Ausspielung von Werbung auf unserer Website anzuzeigen, werden Informationen auf einem Gerät gespeichert und ausgelesen.",
    ),
    "consent_de_welcome": bare(
        "Willkommen bei der Norland Zeitung",
        "Willkommen bei der Norland Zeitung",
        "Sie haben die Wahl: Entscheiden Sie, wie Sie unsere Webseite nutzen wollen. Mit Ihrer Zustimmung setzen wir und bis zu 180 Partner Cookies und ähnliche Technologien ein, um Endgeräteinformationen zu verarbeiten.",
    ),
    "consent_de_overlay": overlay(
        "Norland",
        "Datenschutz und Nutzungserlebnis auf norland.example",
        "Wir und unsere 150 Partner verwenden Cookies und ähnliche Technologien, um Informationen auf einem Gerät zu speichern und abzurufen sowie personenbezogene Daten wie IP-Adressen zu verarbeiten.",
        "Zwecke der Verarbeitung sind personalisierte Werbung und Inhalte, Messung von Werbung und Inhalten, Zielgruppenforschung und Entwicklung von Diensten.",
        extra=_SP,
    ),
    "consent_fr": overlay(
        "Le Courrier du Golfe",
        "Le respect de votre vie privée est notre priorité",
        "Avec votre accord, nos partenaires et nous utilisons des cookies ou technologies similaires pour stocker, consulter et traiter des données personnelles telles que votre visite sur ce site internet.",
        "Vous pouvez retirer votre consentement à tout moment en cliquant sur « Gérer mes cookies ».",
        extra="<div id='didomi-host'></div>",
    ),
    "consent_fr_pay": bare(
        "Le Courrier",
        "Vous avez le choix",
        "Accédez gratuitement à nos contenus en acceptant les cookies, ou abonnez-vous pour naviguer sans traceurs publicitaires à partir de 2 € par mois.",
    ),
    "consent_es": overlay(
        "El Correo del Puerto",
        "Tu privacidad es importante para nosotros",
        "Nosotros y nuestros 742 socios almacenamos o accedemos a información en un dispositivo, tales como cookies, y procesamos datos personales.",
        "Puedes aceptar todas las cookies o rechazarlas y suscribirte.",
        extra="<div id='didomi-host'></div>",
    ),
    "consent_it": overlay(
        "La Gazzetta del Porto",
        "Il rispetto della tua privacy è la nostra priorità",
        "Noi e i nostri 812 partner archiviamo informazioni su un dispositivo o vi accediamo, come cookie e identificatori unici, e trattiamo dati personali.",
        "Se non vuoi accettare i cookie, abbonati e naviga senza pubblicità profilata.",
    ),
    "consent_pt": overlay(
        "Diário do Porto Novo",
        "A sua privacidade é importante para nós",
        "Nós e os nossos parceiros armazenamos e acedemos a informações num dispositivo, tais como cookies, e processamos dados pessoais, incluindo identificadores exclusivos.",
    ),
    "consent_nl": bare(
        "Privacy Gate",
        "Noorderkrant vraagt je om cookies te accepteren",
        "Wij en onze partners gebruiken cookies en vergelijkbare technieken om je gegevens te verzamelen. Door op 'Akkoord' te klikken geef je toestemming.",
        extra="<div id='pg-root-shell'></div>",
    ),
    "consent_pl": overlay(
        "Kurier Północny",
        "Szanujemy Twoją prywatność",
        "My i nasi zaufani partnerzy (847) przechowujemy informacje na urządzeniu, takie jak pliki cookie, oraz przetwarzamy dane osobowe.",
        "Klikając „Przejdź do serwisu”, wyrażasz zgodę na przetwarzanie danych osobowych.",
    ),
    "consent_sv": overlay(
        "Norrbladet",
        "Vi värnar om din integritet",
        "Vi och våra 120 partner lagrar och får åtkomst till information på en enhet, såsom cookies, och behandlar personuppgifter.",
    ),
    "consent_da": overlay(
        "Nordposten",
        "Vi respekterer dit privatliv",
        "Vi og vores partnere gemmer og tilgår oplysninger på en enhed, for eksempel cookies, og behandler persondata.",
    ),
    "consent_no": overlay(
        "Nordposten",
        "Ditt personvern",
        "Vi og våre partnere bruker informasjonskapsler til å lagre og få tilgang til informasjon på en enhet.",
    ),
    "consent_fi": overlay(
        "Pohjan Sanomat",
        "Arvostamme yksityisyyttäsi",
        "Me ja kumppanimme käytämme evästeitä ja tallennamme tietoja laitteelle. Voit peruuttaa suostumuksesi milloin tahansa.",
    ),
    "consent_cs": overlay(
        "Severní deník",
        "Souhlas s personalizovanou reklamou",
        "My a naši partneři používáme cookies, abychom mohli ukládat informace v zařízení a zobrazovat personalizovanou reklamu a obsah.",
        "Nechcete udělit souhlas? Předplaťte si web bez reklam.",
    ),
    "consent_ru": overlay(
        "Северный вестник",
        "Мы ценим вашу конфиденциальность",
        "Мы и наши партнёры используем файлы cookie, чтобы хранить и получать доступ к информации на устройстве. Вы можете отозвать согласие в любое время.",
    ),
    "consent_uk": overlay(
        "Північний вісник",
        "Ми цінуємо вашу приватність",
        "Ми та наші партнери зберігаємо інформацію на пристрої, зокрема файли cookie, та обробляємо персональні дані.",
    ),
    "consent_tr": overlay(
        "Kuzey Postası",
        "Gizliliğinize önem veriyoruz",
        "Biz ve iş ortaklarımız, çerezler gibi bir cihazda bulunan bilgileri saklıyor ve kişisel verileri işliyoruz.",
    ),
    "consent_ja": overlay(
        "北日新聞",
        "お客様のプライバシーを尊重します",
        "当社とパートナーは、Cookieを使用してデバイス上の情報にアクセスし、個人データを処理します。いつでも設定を変更できます。",
    ),
    "consent_zh": overlay(
        "北方日报",
        "我们重视您的隐私",
        "我们和我们的合作伙伴使用Cookie在设备上存储和访问信息，并处理个人数据。您可以随时撤回同意。",
    ),
    "consent_ko": overlay(
        "북방일보",
        "귀하의 개인정보를 소중히 여깁니다",
        "당사와 파트너는 쿠키를 사용하여 기기의 정보를 저장하고 개인 데이터를 처리합니다.",
    ),
    "consent_ar": overlay(
        "بريد الشمال",
        "خصوصيتك تهمنا",
        "نحن وشركاؤنا نستخدم ملفات تعريف الارتباط لتخزين المعلومات على الجهاز ومعالجة البيانات الشخصية.",
    ),
}

LOGIN = {
    "login_form": bare(
        "Log in | The Tidewater Post",
        "Log in",
        "Forgot your password?",
        "Don't have an account? Create one.",
        extra=_PASSWORD,
    ),
    "login_site": site(
        "Sign in - The Tidewater Post",
        "Sign in to your account",
        "Sign in to continue reading. It's free and takes less than a minute.",
        "Forgotten your password? We can send you a link.",
        extra=_PASSWORD,
    ),
    "login_divs": divs(
        "The Tidewater Post",
        "Please log in to continue",
        "Continue with Google",
        "By continuing you agree to our terms.",
        extra=_PASSWORD,
    ),
    "login_register": site(
        "Register | Tidewater",
        "Register to read for free",
        "Create a free account to read this article and three more each month.",
        "Already have an account? Log in",
    ),
    "login_members": bare(
        "Members only", "You must be logged in to view this page", "Please log in with your member number and password."
    ),
    "login_kc": bare(
        "Sign in to Norland",
        "Sign in to your account",
        "Username or email",
        "Remember me",
        extra='<div id="kc-login"></div>' + _PASSWORD,
    ),
    "login_de": bare(
        "Anmelden | Norland Zeitung",
        "Anmelden",
        "Melden Sie sich mit Ihrer E-Mail-Adresse und Ihrem Passwort an.",
        "Passwort vergessen? Noch kein Konto? Jetzt registrieren",
        extra=_PASSWORD,
    ),
    "login_fr": bare(
        "Connexion",
        "Connectez-vous pour lire la suite",
        "Mot de passe oublié ? Pas encore de compte ? Inscrivez-vous gratuitement.",
        extra=_PASSWORD,
    ),
    "login_es": bare(
        "Iniciar sesión",
        "Inicia sesión para seguir leyendo",
        "¿Has olvidado tu contraseña? ¿No tienes cuenta? Regístrate gratis.",
        extra=_PASSWORD,
    ),
    "login_it": bare(
        "Accedi",
        "Accedi per continuare",
        "Password dimenticata? Non hai un account? Registrati gratis.",
        extra=_PASSWORD,
    ),
    "login_pt": bare(
        "Entrar | Diário",
        "Faça login para continuar",
        "Esqueceu a senha? Ainda não tem conta? Cadastre-se grátis.",
        extra=_PASSWORD,
    ),
    "login_nl": bare(
        "Inloggen",
        "Log in om verder te lezen",
        "Wachtwoord vergeten? Nog geen account? Maak een gratis account aan.",
        extra=_PASSWORD,
    ),
    "login_pl": bare(
        "Logowanie",
        "Zaloguj się, aby czytać dalej",
        "Nie pamiętasz hasła? Nie masz konta? Zarejestruj się.",
        extra=_PASSWORD,
    ),
    "login_sv": bare(
        "Logga in",
        "Logga in för att läsa vidare",
        "Glömt lösenordet? Har du inget konto? Skapa konto.",
        extra=_PASSWORD,
    ),
    "login_da": bare(
        "Log ind",
        "Log ind for at læse videre",
        "Glemt adgangskode? Har du ikke en konto? Opret en gratis konto.",
        extra=_PASSWORD,
    ),
    "login_no": bare(
        "Logg inn", "Logg inn for å lese videre", "Glemt passord? Har du ikke konto? Opprett konto.", extra=_PASSWORD
    ),
    "login_fi": bare(
        "Kirjaudu sisään",
        "Kirjaudu sisään jatkaaksesi",
        "Unohditko salasanan? Ei vielä tunnusta? Luo tunnus.",
        extra=_PASSWORD,
    ),
    "login_cs": bare(
        "Přihlášení",
        "Přihlaste se a pokračujte",
        "Zapomněli jste heslo? Nemáte účet? Zaregistrujte se.",
        extra=_PASSWORD,
    ),
    "login_ru": bare(
        "Вход", "Войдите, чтобы читать дальше", "Забыли пароль? Нет аккаунта? Зарегистрируйтесь.", extra=_PASSWORD
    ),
    "login_uk": bare(
        "Вхід", "Увійдіть, щоб читати далі", "Забули пароль? Немає акаунта? Зареєструйтеся.", extra=_PASSWORD
    ),
    "login_tr": bare(
        "Giriş yap", "Okumak için giriş yapın", "Şifrenizi mi unuttunuz? Hesabınız yok mu? Üye olun.", extra=_PASSWORD
    ),
    "login_ja": bare(
        "ログイン",
        "会員ログイン",
        "パスワードを忘れた方はこちら。会員登録がお済みでない方は新規会員登録へ。",
        extra=_PASSWORD,
    ),
    "login_zh": bare("登录", "请先登录", "登录后可继续阅读全文。忘记密码？还没有账号？立即注册", extra=_PASSWORD),
    "login_ko": bare(
        "로그인",
        "로그인이 필요합니다",
        "비밀번호를 잊으셨나요? 아직 회원이 아니신가요? 회원가입을 해 주세요.",
        extra=_PASSWORD,
    ),
    "login_ar": bare(
        "تسجيل الدخول", "سجل الدخول للمتابعة", "هل نسيت كلمة المرور؟ ليس لديك حساب؟ أنشئ حسابا جديدا.", extra=_PASSWORD
    ),
}

SUBSCRIPTION = {
    "subscribe": site(
        "Subscribe | The Tidewater Post",
        "Subscribe to continue reading",
        "Get unlimited access for $1 for the first month. Then $9.99 per month. Cancel anytime.",
        "Already a subscriber? Log in.",
    ),
    "limit": overlay(
        "Ferry sails again | Tidewater Post",
        "You've reached your limit of free articles",
        "Subscribe now to read this and every other story. Cancel or pause anytime.",
        "Already a subscriber? Sign in",
    ),
    "subscribe_de": bare(
        "Abonnieren | Norland Zeitung",
        "Jetzt weiterlesen",
        "Mit einem Abo weiterlesen: im ersten Monat für 1 Euro, danach 9,99 Euro pro Monat. Jederzeit kündbar.",
        "Sie haben bereits ein Abo? Anmelden",
    ),
    "subscribe_fr": bare(
        "Abonnez-vous",
        "Article réservé aux abonnés",
        "Pour lire la suite, abonnez-vous à partir de 1 € le premier mois, sans engagement. Déjà abonné ? Connectez-vous.",
    ),
    "subscribe_es": bare(
        "Suscríbete",
        "Contenido exclusivo para suscriptores",
        "Suscríbete para seguir leyendo. El primer mes por 1 €. ¿Ya eres suscriptor? Inicia sesión.",
    ),
    "subscribe_nl": bare(
        "Abonneren",
        "Lees verder met een abonnement",
        "Dit artikel is alleen voor abonnees. Word abonnee voor 1 euro in de eerste maand. Al abonnee? Log in.",
    ),
    "subscribe_ja": bare(
        "会員限定 | 北日新聞",
        "この記事は有料会員限定です",
        "続きを読むには購読のお申し込みが必要です。すでに会員の方はログインしてください。",
    ),
}

OTHER_WALLS = {
    "region": (
        "a regional wall",
        bare(
            "451: Unavailable due to legal reasons",
            "451: Unavailable due to legal reasons",
            "We recognize you are attempting to access this website from a country belonging to the European Economic Area (EEA) including the EU which enforces the General Data Protection Regulation (GDPR) and therefore access cannot be granted at this time.",
            "For any issues, contact web@tidewater.example or call 555-0100.",
        ),
    ),
    "region_short": (
        "a regional wall",
        divs(
            "Tidewater Post",
            "Unfortunately, our website is currently unavailable in most European countries. We are engaged on the issue and committed to looking at options that support our full range of digital offerings to the EU market.",
        ),
    ),
    "region_de": (
        "a regional wall",
        bare("Norland TV", "Nicht verfügbar", "Dieses Video ist in Ihrem Land nicht verfügbar."),
    ),
    "age": (
        "an age check",
        bare(
            "Age verification",
            "Are you over 18?",
            "You must be 18 or older to enter this section. Please confirm your age.",
            extra='<div class="age-gate"></div>',
        ),
    ),
    "age_de": (
        "an age check",
        bare(
            "Altersprüfung",
            "Sind Sie über 18?",
            "Dieser Bereich ist erst ab 18 Jahren zugänglich. Bitte bestätigen Sie Ihr Alter.",
        ),
    ),
    "adblock": (
        "an ad-blocker wall",
        overlay(
            "Tidewater Post",
            "Ad blocker detected",
            "It looks like you're using an ad blocker. Our journalism is paid for by advertising. Please disable your ad blocker and reload the page.",
        ),
    ),
    "adblock_de": (
        "an ad-blocker wall",
        overlay(
            "Norland Zeitung",
            "Adblocker erkannt",
            "Sie nutzen einen Adblocker. Bitte deaktivieren Sie Ihren Adblocker, um unsere Seite zu lesen, oder schließen Sie ein Abo ab.",
        ),
    ),
    "script_app": (
        "a page that shows nothing",
        '<!doctype html><html><head><title>Tidewater</title></head><body><noscript>You need to enable JavaScript to run this app.</noscript><div id="root"></div></body></html>',
    ),
    "script_browser": (
        "a page that shows nothing",
        bare(
            "Unsupported browser",
            "Your browser is not supported",
            "Please upgrade your browser or switch to a supported browser such as a current Firefox.",
        ),
    ),
    "script_fr": (
        "a page that shows nothing",
        bare("Le Courrier", "", "Veuillez activer JavaScript dans votre navigateur pour afficher cette page."),
    ),
    "script_ja": (
        "a page that shows nothing",
        bare("北日新聞", "", "このページを表示するには、ブラウザのJavaScriptを有効にしてください。"),
    ),
}

NOT_FOUND = {
    "nf_plain": bare("404 Not Found", "Not Found", "The requested URL was not found on this server."),
    "nf_nginx": "<html><head><title>404 Not Found</title></head><body><center><h1>404 Not Found</h1></center><hr><center>nginx/1.24</center></body></html>",
    "nf_site": site(
        "Page not found | The Tidewater Post",
        "Page not found",
        "We're sorry, the page you are looking for may have been moved or deleted.",
        "Check the address, or start again from our home page.",
    ),
    "nf_wordpress": site(
        "Page not found – Tidewater",
        "Oops! That page can’t be found.",
        "It looks like nothing was found at this location. Maybe try one of the links below or a search?",
        classes="error404 wp-theme",
    ),
    "nf_next": divs(
        "404: This page could not be found.",
        "404",
        "This page could not be found.",
        extra='<script id="__NEXT_DATA__">{"page":"/404"}</script>',
    ),
    "nf_google": bare(
        "Error 404 (Not Found)!!1",
        "",
        "404. That’s an error.",
        "The requested URL /news was not found on this server. That’s all we know.",
    ),
    "nf_article": site(
        "Story not available | Tidewater",
        "This story is no longer available",
        "The article you requested has been removed from our archive or has expired. You can search for other stories on the subject.",
    ),
    "nf_divs": divs(
        "Tidewater Post",
        "Whoops, we can't find that page.",
        "The link you followed may be broken, or the page may have been removed.",
    ),
    "nf_home_title": site(
        "The Tidewater Post", "Sorry, we couldn’t find that page", "Try searching, or go back to the homepage."
    ),
    "nf_410": bare(
        "410 Gone",
        "410 Gone",
        "The requested resource is no longer available on this server and there is no forwarding address.",
    ),
    "nf_spelling": site(
        "Error 404 | Tidewater",
        "Something is missing here",
        "The page you tried to open does not exist. Perhaps you mistyped the address, or followed an outdated link.",
    ),
    "nf_isnt_available": divs(
        "Norland Social",
        "This content isn't available right now",
        "When this happens, it's usually because the owner only shared it with a small group of people, or it's been deleted.",
    ),
    "nf_de": site(
        "Seite nicht gefunden | Norland Zeitung",
        "Hoppla! Diese Seite gibt es nicht (mehr).",
        "Die von Ihnen aufgerufene Seite existiert nicht oder wurde verschoben. Nutzen Sie die Suche oder gehen Sie zur Startseite.",
    ),
    "nf_de_artikel": bare(
        "Norland Zeitung",
        "Artikel nicht mehr verfügbar",
        "Der gesuchte Artikel ist leider nicht mehr verfügbar. Aus rechtlichen Gründen dürfen wir Agenturmeldungen nur begrenzte Zeit zeigen.",
    ),
    "nf_fr": site(
        "Page introuvable - Le Courrier",
        "Oups ! Cette page est introuvable",
        "La page que vous recherchez n'existe plus ou a été déplacée. Vérifiez l'adresse ou retournez à l'accueil.",
    ),
    "nf_es": site(
        "Página no encontrada | El Correo",
        "Error 404",
        "La página que buscas no existe o ha cambiado de dirección. Puedes volver a la portada o utilizar el buscador.",
    ),
    "nf_it": site(
        "Pagina non trovata - La Gazzetta",
        "Pagina non trovata",
        "La pagina che stai cercando potrebbe essere stata rimossa o spostata. Torna alla home page.",
    ),
    "nf_pt": bare(
        "Erro 404 | Diário",
        "Página não encontrada",
        "A página que você procura não existe ou foi removida. Verifique o endereço ou volte para a página inicial.",
    ),
    "nf_nl": bare(
        "Pagina niet gevonden",
        "Oeps! Deze pagina bestaat niet",
        "De pagina die je zoekt is verplaatst of verwijderd. Ga terug naar de homepage.",
    ),
    "nf_pl": bare(
        "Błąd 404",
        "Nie znaleziono strony",
        "Strona, której szukasz, została usunięta lub przeniesiona. Wróć na stronę główną.",
    ),
    "nf_sv": bare(
        "Sidan hittades inte",
        "Hoppsan! Sidan finns inte",
        "Sidan du söker har flyttats eller tagits bort. Gå till startsidan eller använd sökfunktionen.",
    ),
    "nf_da": bare("404", "Siden blev ikke fundet", "Den side, du leder efter, findes ikke længere. Gå til forsiden."),
    "nf_no": bare(
        "404 | Nordposten", "Fant ikke siden", "Siden du leter etter er flyttet eller fjernet. Gå til forsiden."
    ),
    "nf_fi": bare(
        "Sivua ei löytynyt", "Hups! Sivua ei löytynyt", "Etsimääsi sivua ei ole tai se on poistettu. Palaa etusivulle."
    ),
    "nf_cs": bare(
        "Stránka nenalezena",
        "Chyba 404",
        "Stránka, kterou hledáte, neexistuje nebo byla přesunuta. Zpět na hlavní stranu.",
    ),
    "nf_ru": bare(
        "Страница не найдена",
        "Ошибка 404",
        "Запрашиваемая страница не существует или была удалена. Вернитесь на главную страницу.",
    ),
    "nf_uk": bare(
        "Сторінку не знайдено",
        "Помилка 404",
        "Сторінка, яку ви шукаєте, не існує або була видалена. Перейдіть на головну сторінку.",
    ),
    "nf_tr": bare(
        "Sayfa bulunamadı", "404", "Aradığınız sayfa kaldırılmış veya taşınmış olabilir. Ana sayfaya dönebilirsiniz."
    ),
    "nf_ja": bare(
        "ページが見つかりません | 北日新聞",
        "ページが見つかりません",
        "お探しのページは、移動または削除された可能性があります。トップページからお探しください。",
    ),
    "nf_zh": bare("404 - 页面不存在", "页面不存在", "抱歉，您访问的页面不存在或已被删除。请返回首页。"),
    "nf_ko": bare(
        "페이지를 찾을 수 없습니다",
        "페이지를 찾을 수 없습니다",
        "요청하신 페이지가 삭제되었거나 주소가 변경되었습니다. 입력하신 주소를 다시 확인해 주세요.",
    ),
    "nf_ar": bare(
        "الصفحة غير موجودة",
        "خطأ 404",
        "عذرا، الصفحة التي تبحث عنها غير موجودة أو تم نقلها. العودة إلى الصفحة الرئيسية.",
    ),
    "nf_hu": bare(
        "Az oldal nem található", "404", "A keresett oldal nem létezik, vagy átkerült máshová. Vissza a címlapra."
    ),
    "nf_ro": bare("Pagina nu a fost găsită", "Eroare 404", "Pagina pe care o căutați nu există sau a fost mutată."),
    "nf_vi": bare("Không tìm thấy trang", "404", "Trang bạn tìm kiếm không tồn tại. Quay lại trang chủ."),
    "nf_id": bare("Berita Utara", "Halaman tidak ditemukan", "Halaman yang Anda cari mungkin telah dipindahkan."),
    "nf_he": bare("העמוד לא נמצא", "שגיאה 404", "העמוד המבוקש אינו קיים. חזרה לדף הבית."),
    "nf_hr": bare("Stranica nije pronađena", "Greška 404", "Stranica koju tražite ne postoji ili je premještena."),
    "nf_two_names": bare(
        "Page introuvable · Le Courrier",
        "Cette page n'existe pas.",
        "Le lien est peut-être cassé. Direction l'accueil, ou un article au hasard pour patienter en attendant que nos archivistes le retrouvent.",
    ),
    "nf_el": bare(
        "Η σελίδα δεν βρέθηκε",
        "404",
        "Η σελίδα που αναζητάτε δεν υπάρχει ή έχει μετακινηθεί. Επιστροφή στην αρχική σελίδα.",
    ),
}

ERRORS = {
    "err_500": bare(
        "500 Internal Server Error",
        "Internal Server Error",
        "The server encountered an internal error or misconfiguration and was unable to complete your request.",
        "Please contact the server administrator and inform them of the time the error occurred.",
    ),
    "err_502": "<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center><hr><center>nginx</center></body></html>",
    "err_503_varnish": bare(
        "503 Backend fetch failed",
        "Error 503 Backend fetch failed",
        "Backend fetch failed",
        "Guru Meditation:",
        "XID: 1234567",
        "Varnish cache server",
    ),
    "err_wp_db": bare("Database Error", "Error establishing a database connection"),
    "err_wp_critical": bare(
        "WordPress › Error",
        "",
        "There has been a critical error on this website. Please check your site admin email inbox for instructions.",
        extra='<div class="wp-die-message"></div>',
    ),
    "err_next": divs(
        "Tidewater",
        "Application error: a client-side exception has occurred (see the browser console for more information).",
    ),
    "err_oops": site(
        "Something went wrong | Tidewater",
        "Something went wrong",
        "We're sorry, but an unexpected error occurred. Our team has been notified. Please try refreshing the page.",
    ),
    "err_spring": bare(
        "Error",
        "Whitelabel Error Page",
        "This application has no explicit mapping for /error, so you are seeing this as a fallback.",
    ),
    "err_de": bare(
        "Fehler",
        "Es ist ein Fehler aufgetreten",
        "Leider ist ein technisches Problem aufgetreten. Bitte laden Sie die Seite neu oder versuchen Sie es später noch einmal.",
    ),
    "err_fr": bare(
        "Erreur",
        "Une erreur est survenue",
        "Nous rencontrons actuellement des difficultés techniques. Veuillez réessayer plus tard.",
    ),
    "err_ru": bare("Ошибка 500", "Внутренняя ошибка сервера", "Произошла ошибка. Попробуйте обновить страницу позже."),
    "err_ja": bare(
        "エラー | 北日新聞",
        "エラーが発生しました",
        "システムエラーが発生しました。しばらくしてから再度お試しください。",
    ),
}

MAINTENANCE = {
    "mt_en": bare(
        "Down for maintenance",
        "We'll be back soon!",
        "Sorry for the inconvenience but we're performing some maintenance at the moment. We'll be back online shortly!",
        "— The team",
    ),
    "mt_wp": bare("Maintenance", "", "Briefly unavailable for scheduled maintenance. Check back in a minute."),
    "mt_de": bare(
        "Wartungsarbeiten",
        "Wir sind gleich wieder da",
        "Aufgrund geplanter Wartungsarbeiten ist unsere Website vorübergehend nicht erreichbar. Wir bitten um Verständnis.",
    ),
    "mt_fr": bare(
        "Site en maintenance",
        "Nous revenons bientôt",
        "Le site est actuellement en maintenance. Merci de votre patience.",
    ),
    "mt_es": bare(
        "En mantenimiento", "Volvemos pronto", "Estamos realizando tareas de mantenimiento. Disculpe las molestias."
    ),
    "mt_it": bare(
        "Sito in manutenzione",
        "Torniamo presto",
        "Stiamo effettuando lavori di manutenzione programmata. Ci scusiamo per il disagio.",
    ),
    "mt_pl": bare(
        "Przerwa techniczna",
        "Zaraz wracamy",
        "Trwają prace konserwacyjne. Serwis jest chwilowo niedostępny, przepraszamy.",
    ),
    "mt_ru": bare(
        "Технические работы",
        "На сайте ведутся технические работы",
        "Мы скоро вернёмся. Приносим извинения за неудобства.",
    ),
    "mt_ja": bare(
        "メンテナンス中",
        "ただいまメンテナンス中です",
        "ご不便をおかけしますが、しばらくしてから再度アクセスしてください。",
    ),
    "mt_ko": bare(
        "서비스 점검 안내",
        "시스템 점검 중입니다",
        "더 나은 서비스를 위해 점검을 진행하고 있습니다. 이용에 불편을 드려 죄송합니다.",
    ),
}

PARKED = {
    "pk_sale": bare(
        "tidewater.example is for sale",
        "tidewater.example is for sale",
        "Buy this domain. The domain name tidewater.example is for sale by its owner. Make an offer or call our brokers.",
    ),
    "pk_links": divs(
        "tidewater.example",
        "This domain may be for sale.",
        "Related searches",
        extra='<a href="/a">Cheap flights</a><script src="https://img.sedoparking.com/x.js"></script>',
    ),
    "pk_expired": bare(
        "Domain expired",
        "This domain name has expired",
        "The domain has expired. If you are the owner, log in to your registrar and renew your domain.",
    ),
    "pk_nginx": bare(
        "Welcome to nginx!",
        "Welcome to nginx!",
        "If you see this page, the nginx web server is successfully installed and working. Further configuration is required.",
    ),
    "pk_apache": bare(
        "Apache2 Ubuntu Default Page: It works",
        "Apache2 Default Page",
        "This is the default welcome page used to test the correct operation of the Apache2 server after installation on Ubuntu systems.",
    ),
    "pk_suspended": bare(
        "Account Suspended",
        "Account Suspended",
        "This account has been suspended. Contact your hosting provider for more information.",
    ),
    "pk_de": bare(
        "Diese Domain steht zum Verkauf",
        "norland.example",
        "Diese Domain steht zum Verkauf. Der Inhaber dieser Domain nimmt Angebote entgegen.",
    ),
    "pk_fr": bare(
        "Ce domaine est à vendre", "courrier.example", "Ce domaine est à vendre. Achetez ce domaine dès aujourd'hui."
    ),
}

LISTINGS = {
    "ls_apache": "<html><head><title>Index of /pub/news</title></head><body><h1>Index of /pub/news</h1><pre>Name Last modified Size <hr><a href='/pub/'>Parent Directory</a> - \n<a href='a.txt'>a.txt</a> 2026-11-01 10:00 12K\n<a href='b.txt'>b.txt</a> 2026-11-02 10:00 14K</pre></body></html>",
    "ls_nginx": '<html><head><title>Index of /archive/</title></head><body><h1>Index of /archive/</h1><hr><pre><a href="../">../</a>\n<a href="2025/">2025/</a> 01-Jan-2026 00:00 -\n<a href="2026/">2026/</a> 01-Nov-2026 00:00 -</pre></body></html>',
    "ls_python": "<html><head><title>Directory listing for /</title></head><body><h1>Directory listing for /</h1><hr><ul><li><a href='a.html'>a.html</a></li><li><a href='b.html'>b.html</a></li></ul></body></html>",
}

SEARCH = {
    "se_results": site(
        "Search results for ferry | Tidewater",
        "Search results for “ferry”",
        "48 results found for ferry. Sort by relevance or date.",
        classes="search search-results",
    ),
    "se_none": site(
        "Search | Tidewater",
        "No results found",
        "Your search for “zeppelin” did not match any stories. Try different keywords or check the spelling.",
    ),
    "se_wp": site(
        "You searched for tram - Tidewater",
        "Nothing Found",
        "Sorry, but nothing matched your search terms. Please try again with some different keywords.",
        classes="search search-no-results",
    ),
    "se_de": site(
        "Suche | Norland Zeitung",
        "Suchergebnisse für „Fähre“",
        "Ihre Suche nach „Fähre“ ergab 31 Treffer. Sortieren nach Relevanz oder Datum.",
    ),
}


def _walls() -> Iterator[tuple[str, str, str]]:
    groups = (
        ("a bot wall", BOT), ("a consent wall", CONSENT), ("a login wall", LOGIN), ("a subscription wall", SUBSCRIPTION),
        ("a page that says it was not found", NOT_FOUND), ("an error page", ERRORS), ("a maintenance page", MAINTENANCE),
        ("a parked domain", PARKED), ("a directory listing", LISTINGS), ("a search page", SEARCH),
    )  # fmt: skip
    for reason, pages in groups:
        yield from ((name, reason, page) for name, page in pages.items())
    yield from ((name, reason, page) for name, (reason, page) in OTHER_WALLS.items())


WALLS = tuple(_walls())

_ROW = "Police in Harrow reopened the coast road on Sunday, two days after a landslide had cut off three villages."
_MORE = (
    "No one was hurt, but some forty households were without power until Saturday night, the district council said.",
    "Engineers will watch the slope with sensors through the winter and close the road again if it moves.",
)
_STATED = (
    '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Coast road open again",'
    ' "datePublished": "2026-11-15T09:00:00Z"}</script>'
)
_BANNER = f'<div class="notice"><h2>We value your privacy</h2>{"".join(f"<p>{line}</p>" for line in _IAB)}</div>{_SP}'
_LOGIN_BOX = (
    f"<div><h3>Log in</h3>{_PASSWORD}<p>Forgot your password?</p><p>Don't have an account? Register for free.</p></div>"
)
_PITCH = (
    "<div><h3>Subscribe</h3><p>Get unlimited access for $1 for the first month. Cancel anytime.</p>"
    "<p>Already a subscriber? Log in.</p></div>"
)

ARTICLES = {
    "brief": site("Coast road open again", "Coast road open again", _ROW),
    "brief_banner": site("Coast road open again", "Coast road open again", _ROW, _MORE[0], extra=_BANNER),
    "brief_banner_stated": site("Coast road open again", "Coast road open again", _ROW, extra=_BANNER, head=_STATED),
    "banner_first": site("Coast road open again", "Coast road open again", f"{_BANNER}</p><p>{_ROW}", *_MORE),
    "long_banner": site("Coast road open again", "Coast road open again", *(_ROW, *_MORE) * 4, extra=_BANNER),
    "login_box": site("Coast road open again", "Coast road open again", _ROW, _MORE[0], extra=_LOGIN_BOX),
    "login_box_brief": bare("Coast road open again", "Coast road open again", _ROW, extra=_LOGIN_BOX),
    "login_box_first": f"<html><head><title>Coast road open again</title></head><body>{_LOGIN_BOX}<h1>Coast road open again</h1><p>{_ROW}</p><p>{_MORE[0]}</p></body></html>",
    "pitch": site("Coast road open again", "Coast road open again", _ROW, _MORE[0], extra=_PITCH),
    "stub": site(
        "Coast road open again",
        "Coast road open again",
        _ROW,
        extra="<h2>Subscribe to continue reading</h2>" + _PITCH,
        head=_STATED,
    ),
    "stub_unstated": site(
        "Coast road open again", "Coast road open again", _ROW, extra="<h2>Subscribe to continue reading</h2>" + _PITCH
    ),
    "noscript": bare(
        "Coast road open again",
        "Coast road open again",
        _ROW,
        extra="<noscript>Please enable JavaScript to view the comments.</noscript>",
    ),
    "adblock_note": site(
        "Coast road open again",
        "Coast road open again",
        _ROW,
        _MORE[0],
        extra="<p>Please disable your ad blocker: our reporting is paid for by advertising.</p>",
    ),
    "results": bare(
        "Cup results",
        "Cup results",
        *(
            f"{one} 3, Sollen town {n}"
            for n, one in enumerate(("Harrow", "Marle", "Norland", "Tidewater", "Delft", "Horn"))
        ),
        extra=_BANNER,
    ),
    "captcha_in_form": site(
        "Coast road open again",
        "Coast road open again",
        _ROW,
        _MORE[1],
        extra='<form><p>Write a comment. Please verify you are human.</p><div class="g-recaptcha"></div></form>',
    ),
    "captcha_story": bare(
        "Are you a robot? Why the little boxes will not go away",
        "Are you a robot? Why the little boxes will not go away",
        "Half of all visitors to large websites are programs, a study from Delft says, and the tests meant to stop them now trouble people more than machines.",
        "The researchers let 200 volunteers and four programs solve the same picture puzzles. The programs were faster and made fewer mistakes.",
    ),
    "captcha_brief": bare(
        "Are you a robot?",
        "Are you a robot?",
        "A museum in Delft has opened a show about the tests that websites use to tell people from machines. Visitors can try puzzles from twenty years, and lose to a program from a local school.",
    ),
    "moment_quoted": bare(
        "Outage left half the web on “Just a moment”",
        "Outage left half the web on “Just a moment”",
        "Millions of readers saw “Checking your browser before accessing” instead of the news on Tuesday morning, after a faulty file took down a large network for three hours.",
        "The company apologised and said that no data had been lost.",
    ),
    "access_denied": bare(
        "Access denied",
        "Access denied",
        "The ministry has again refused reporters entry to the camp at Sollen, where some 900 people have waited since August for their papers.",
        "A court in the capital had ruled in October that the press must be let in. The minister says that the order does not cover the new wing.",
    ),
    "access_denied_site": site(
        "Access denied: reporters kept out of camp",
        "Access denied: reporters kept out of camp",
        "The ministry has again refused reporters entry to the camp at Sollen, where some 900 people wait for papers.",
        extra=_LOGIN_BOX,
    ),
    "blocked": bare(
        "Blocked",
        "Blocked",
        "Three drifting trees have shut the lock at Harrow since Monday. Barges queue for four miles upstream, and the grain they carry is needed at the mill by Friday, its manager says.",
    ),
    "page_not_found": bare(
        "Page not found",
        "Page not found",
        "When the town library closed its reading room in spring, nobody thought of the letters. A box of them, four hundred pages written by a ship's doctor, stood on the shelf by the window, and now it stands nowhere.",
        "The librarian says it went to the archive. The archive says it never came. One page turned up last week at a flea market in Sollen, for two euros.",
    ),
    "film_404": bare(
        "404 Not Found",
        "404 Not Found",
        "The new film by Ines Marle tells of a clerk who erases addresses for a living. For two hours nothing happens, and it is hard to look away.",
        "Four stars. In cinemas from Thursday.",
    ),
    "soft_404_story": bare(
        "Town pays for dead links",
        "Town pays for dead links",
        "Every second link on the town's website leads to a page that does not exist. The requested page, it says, could not be found.",
        "An audit counted 1,200 such links. Mending them will cost 40,000 euros, the treasurer told the council.",
    ),
    "maintenance_story": bare(
        "Down for maintenance",
        "Down for maintenance",
        "The cable car to the Hornspitze stays shut until March. A routine check found cracks in two of the pylons, and the parts must be cast anew.",
        "Skiers will be taken up by bus, free of charge.",
    ),
    "outage_story": bare(
        "Bank's app fails on payday",
        "Bank's app fails on payday",
        "Customers of Norland Bank could not pay by phone for six hours on Friday. The app showed only that it was down for maintenance. The bank says that a certificate had run out.",
    ),
    "domain_story": bare(
        "The name voice.example is for sale",
        "The name voice.example is for sale",
        "The owner of one of the oldest addresses on the web wants 30 million dollars for it. A broker says two bidders are left.",
        "The record so far is 872 million, for a name that was later never used.",
    ),
    "search_story": site(
        "Search for missing hikers ends",
        "Search for missing hikers ends",
        "Rescuers found both men alive on Sunday in a hut above Sollen. They had burned their map to keep warm.",
    ),
    "sorry_story": bare(
        "Sorry, says the minister",
        "Sorry, says the minister",
        "Two days after his remark about nurses, the minister of health has apologised. He told the radio that he had been tired.",
    ),
    "cookies_recipe": site(
        "Cookies",
        "Cookies",
        "Mix 200 grams of flour with 100 grams of butter and two eggs, and bake small rounds for twelve minutes.",
        extra=_BANNER,
    ),
    "cookie_law": bare(
        "Court bans cookie walls",
        "Court bans cookie walls",
        "News sites must not shut out readers who refuse cookies, the court in Sollen has ruled. By clicking “Accept all”, it says, nobody agrees freely if the other choice costs money.",
        "The publishers will appeal. They say that without personalised advertising and content a third of their income is lost.",
    ),
    "cookie_law_de": bare(
        "Gericht verbietet Cookie-Wände",
        "Gericht verbietet Cookie-Wände",
        "Nachrichtenseiten dürfen Leser nicht aussperren, die Cookies ablehnen, hat das Gericht in Sollen entschieden. Eine Einwilligung sei nur dann frei, wenn die Alternative nichts kostet, sagte die Richterin.",
        "Die Verlage wollen Berufung einlegen.",
    ),
    "privacy_fr": bare(
        "Les cookies devant le juge",
        "Les cookies devant le juge",
        "Le tribunal de Sollen a condamné mardi un éditeur qui réservait son site aux lecteurs ayant accepté les cookies. Il devra verser 20 000 euros à une association de consommateurs.",
    ),
    "login_story": bare(
        "Login",
        "Login",
        "Das Kunsthaus Norland zeigt ab Sonntag unter dem Titel Login vierzig Bilder von Menschen vor Bildschirmen. Die Malerin Ada Holm hat sie in Zügen und Ämtern skizziert.",
    ),
    "subscribe_story": bare(
        "Subscribe",
        "Subscribe",
        "A play about a newspaper that loses its last reader opens at the Harrow Playhouse on Friday. The reader, played by Tom Ashe, has not noticed either.",
    ),
    "region_story": bare(
        "Blocked in Europe: 400 American papers",
        "Blocked in Europe: 400 American papers",
        "Eight years after the privacy law, hundreds of local papers in the United States still answer readers from Europe with one sentence: the site is not available in your country.",
        "A study names cost as the reason. Few of the papers have more than a dozen readers abroad.",
    ),
    "age_story": bare(
        "Age check for social media from May",
        "Age check for social media from May",
        "Users must prove that they are 16 or older, the parliament decided on Thursday. Sites have a year to build the checks, and fines reach four per cent of sales.",
    ),
    "error_story": bare(
        "Error",
        "Error",
        "An accountant's slip cost the county of Marle 1.3 million euros. He had typed a comma where a point belonged, and nobody looked at the sheet for two years.",
    ),
    "captcha_ja": bare(
        "ロボットではありません",
        "ロボットではありません",
        "大学の研究チームは、ウェブサイトで使われる画像の認証を機械が人より速く解くとする調査結果を発表した。二百人の参加者と四つのプログラムが同じ問題に取り組み、プログラムの正答率が上回った。担当の教授は、別の方法が必要だと話している。",
    ),
    "cookie_es": bare(
        "El juez anula los muros de cookies",
        "El juez anula los muros de cookies",
        "Un tribunal de Sollen ha dado la razón a una asociación de consumidores: los diarios no podrán cerrar sus páginas a quien rechace las cookies. La sentencia no es firme y los editores recurrirán.",
    ),
    "cookie_pl": bare(
        "Sąd o plikach cookie",
        "Sąd o plikach cookie",
        "Sąd w Sollen orzekł, że wydawca nie może uzależniać dostępu do artykułów od zgody na śledzenie. Wyrok jest nieprawomocny, a wydawca zapowiedział apelację.",
    ),
    "bot_ru": bare(
        "Вы не робот?",
        "Вы не робот?",
        "Исследователи из Делфта выяснили, что программы решают картинки с проверкой быстрее людей. В опыте участвовали двести добровольцев и четыре программы, и люди ошибались вдвое чаще.",
    ),
}

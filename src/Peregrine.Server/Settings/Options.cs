namespace Peregrine.Server.Settings;

/// <summary>Everything that can be set, with its unit and its default. There is no other place.</summary>
internal static class Options
{
    /// <summary>The word of <see cref="Prices"/> for simulated ones.</summary>
    public const string SandboxPrices = "sandbox";

    private static readonly string[] YesNo = ["true", "false"];

    public static readonly Option Data = new("data", "folder", "peregrine-data", "Where everything is kept; made when it is not there.");
    public static readonly Option Address = new("listen.address", "IP address", "127.0.0.1", "The address on which the API listens; 0.0.0.0 for all.");
    public static readonly Option Port = new("listen.port", "port", "8080", "The port on which the API listens; 0 takes a free one.") { Range = (0, 65_535) };
    public static readonly Option Connections = new("listen.connections", "connections", "9000", "Connections at once; more are closed at once. Each takes a file descriptor.") { Range = (10, 1_000_000) };
    public static readonly Option Sockets = new("listen.sockets", "sockets", "8000", "WebSockets at once, among the connections; more are refused with 503.") { Range = (1, 1_000_000) };
    public static readonly Option Paper = new("paper", "yes or no", "true", "Everybody who signs up gets paper money, and more of it for the asking.") { Words = YesNo };
    public static readonly Option PaperAmount = new("paper.amount", "USDC", "5000", "Paper money that a new account begins with.") { Range = (0, 1_000_000) };
    public static readonly Option Prices = new("prices", "kind", SandboxPrices, "Who makes the prices: sandbox simulates sources of them; by-hand gives a new market a first one, and operators set the others. A venue keeps the kind it was founded with.")
    {
        Words = [SandboxPrices, "by-hand"],
    };
    public static readonly Option Sandbox = new("sandbox", "on or off", "on", "Simulated people trade, with paper money, where prices are simulated; and Google and GitHub are played where nobody has registered the venue there.") { Words = ["on", "off"] };
    public static readonly Option SandboxScenario = new("sandbox.scenario", "scenario", "calm", "What simulated prices go through, from each start on.") { Words = ["calm", "chop", "crash", "squeeze"] };
    public static readonly Option SandboxSpeed = new("sandbox.speed", "times", "1", "How much faster simulated prices move and simulated people act. The venue's own clock stays what it is.") { Range = (1, 1000) };
    public static readonly Option SandboxSeed = new("sandbox.seed", "number", "1", "The same seed makes the same simulated prices.") { Range = (0, int.MaxValue) };
    public static readonly Option Origins = new("cors.origins", "list of origins", "", "Sites whose scripts may call the API from a browser, separated by commas.");
    public static readonly Option TrustedProxies = new("proxy.trusted", "list of addresses and networks", "", "Proxies that are believed when X-Forwarded-For says whom they ask for, separated by commas, such as 127.0.0.1, 10.1.0.0/16. Nobody else is.");
    public static readonly Option PublicUrl = new("public.url", "address", "", "Where people find the venue, such as https://trade.example.com: letters link to it, wallets sign in to it, providers send browsers back to it. Where it listens, when nothing is said.");
    public static readonly Option MailFrom = new("mail.from", "e-mail address", "", "The address that letters come from.");
    public static readonly Option SmtpHost = new("mail.smtp.host", "host", "", "The mail host that takes letters. Without one a venue of paper money keeps them in a box of its own (GET /sandbox/mailbox), and any other writes none.");
    public static readonly Option SmtpPort = new("mail.smtp.port", "port", "587", "The port of the mail host.") { Range = (1, 65_535) };
    public static readonly Option SmtpSecurity = new("mail.smtp.security", "kind", "starttls", "How the line to it is encrypted; none is for a host on this machine.") { Words = ["starttls", "tls", "none"] };
    public static readonly Option SmtpUser = new("mail.smtp.user", "name", "", "Who we are to the mail host; nobody when it does not ask.");
    public static readonly Option SmtpPassword = new("mail.smtp.password", "secret", "", "The password there; from the environment or the settings file, not from the command line.") { IsSecret = true };
    public static readonly Option SmtpPasswordFile = new("mail.smtp.password-file", "file", "", "A file that holds that password.");
    public static readonly Option GoogleId = new("oauth.google.client-id", "name", "", "Who we are to Google; people sign in there when it is set, and until then at a Google that the sandbox plays. Google sends them back to <public.url>/sign-in/google.");
    public static readonly Option GoogleSecret = new("oauth.google.client-secret", "secret", "", "The secret Google gave us; from the environment or the settings file, not from the command line.") { IsSecret = true };
    public static readonly Option GoogleSecretFile = new("oauth.google.client-secret-file", "file", "", "A file that holds that secret.");
    public static readonly Option GoogleAuthorize = new("oauth.google.authorize-url", "address", "https://accounts.google.com/o/oauth2/v2/auth", "Where browsers are sent.");
    public static readonly Option GoogleToken = new("oauth.google.token-url", "address", "https://oauth2.googleapis.com/token", "Where codes are exchanged.");
    public static readonly Option GoogleKeys = new("oauth.google.keys-url", "address", "https://www.googleapis.com/oauth2/v3/certs", "Where the keys are that sign its tokens.");
    public static readonly Option GoogleIssuer = new("oauth.google.issuer", "address", "https://accounts.google.com", "Who its tokens come from.");
    public static readonly Option GitHubId = new("oauth.github.client-id", "name", "", "Who we are to GitHub; people sign in there when it is set, and until then at a GitHub that the sandbox plays. GitHub sends them back to <public.url>/sign-in/github.");
    public static readonly Option GitHubSecret = new("oauth.github.client-secret", "secret", "", "The secret GitHub gave us; from the environment or the settings file, not from the command line.") { IsSecret = true };
    public static readonly Option GitHubSecretFile = new("oauth.github.client-secret-file", "file", "", "A file that holds that secret.");
    public static readonly Option GitHubAuthorize = new("oauth.github.authorize-url", "address", "https://github.com/login/oauth/authorize", "Where browsers are sent.");
    public static readonly Option GitHubToken = new("oauth.github.token-url", "address", "https://github.com/login/oauth/access_token", "Where codes are exchanged.");
    public static readonly Option GitHubApi = new("oauth.github.api-url", "address", "https://api.github.com", "Where it is asked who came.");
    public static readonly Option RequestLog = new("log.requests", "kind", "off", "Whether each request leaves a line in logs/requests.jsonl.") { Words = ["off", "on"] };
    public static readonly Option AccountOrders = Rate("limits.account.orders", "200", "Orders of one account.");
    public static readonly Option AccountExits = Rate("limits.account.exits", "400", "Cancels, closes and reduce-only orders of one account.");
    public static readonly Option AccountReads = Rate("limits.account.reads", "100", "Questions of one account.");
    public static readonly Option AddressOrders = Rate("limits.address.orders", "2000", "Orders from one address.");
    public static readonly Option AddressExits = Rate("limits.address.exits", "4000", "Cancels, closes and reduce-only orders from one address.");
    public static readonly Option AddressReads = Rate("limits.address.reads", "500", "Questions from one address.");
    public static readonly Option AddressAuth = Rate("limits.address.auth", "2", "Attempts to sign up, in or on from one address.");
    public static readonly Option VenueOrders = Rate("limits.venue.orders", "100000", "Orders of everybody together.");
    public static readonly Option VenueReads = Rate("limits.venue.reads", "50000", "Questions of everybody together.");
    public static readonly Option VenueAuth = Rate("limits.venue.auth", "200", "Attempts to sign up, in or on by everybody together.");
    public static readonly Option KeyShare = new("limits.key", "percent", "100", "How much of its account's limits one API key may use.") { Range = (1, 100) };
    public static readonly Option StaffTimes = new("limits.staff", "times", "4", "How much larger the account limits of operators, security officers and auditors are.") { Range = (1, 100) };
    public static readonly Option AddressSockets = new("limits.address.sockets", "sockets", "2000", "WebSockets of one address.") { Range = (1, 1_000_000) };
    public static readonly Option FapiWeight = Count("limits.fapi.weight", "weight a minute", "2400", "What one address may ask for in the dialect of /fapi.");
    public static readonly Option FapiOrdersBrief = Count("limits.fapi.orders-10s", "orders in 10 s", "300", "New orders of one account in the dialect of /fapi.");
    public static readonly Option FapiOrders = Count("limits.fapi.orders-minute", "orders a minute", "1200", "New orders of one account in the dialect of /fapi.");
    public static readonly Option SignUps = new("identity.sign-ups", "people", "10", "Sign-ups from one address before each further one has to wait, a minute and then twice as long each time; a quiet day forgets.") { Range = (1, 1_000_000) };
    public static readonly Option PasswordWork = new("identity.password-iterations", "iterations", "220000", "Work for each password; a raise holds from each person's next sign-in on.")
    {
        Range = (100_000, 10_000_000),
    };
    public static readonly Option AddressDelay = new("withdrawals.address-delay", "hours", "24", "How long a new withdrawal address waits before anything goes there.") { Range = (0, 720) };
    public static readonly Option FactorResetDelay = new("identity.factor-reset-delay", "hours", "24", "How long what was lost stays as it is after two of the venue let it go, and an app waits that was set up behind a sign-in which may not have been fresh: so that the owner can say no.") { Range = (0, 720) };
    public static readonly Option DayLimit = new("withdrawals.day-limit", "USDC, 0 for any", "50000", "What of one person may leave in any 24 hours, in all assets together.") { Range = (0, 1_000_000_000) };
    public static readonly Option TokenLife = new("identity.access-token", "seconds", "600", "How long an access token is good; a refresh token gives the next.") { Range = (10, 3600) };
    public static readonly Option JournalSegment = new("journal.segment", "MiB", "256", "Length of a journal file, filled with zeros before it is used.") { Range = (8, 4096) };
    public static readonly Option SnapshotCommands = new("snapshot.commands", "commands", "10000000", "A snapshot is taken after so many commands.") { Range = (1000, 1_000_000_000) };
    public static readonly Option EventsKeep = new("events.keep", "days", "7", "How long events are kept in files.") { Range = (1, 3650) };
    public static readonly Option EventsBytes = new("events.bytes", "GiB", "20", "How much of events is kept in files.") { Range = (1, 10_000) };
    public static readonly Option AccountNews = new("accounts.news", "MiB", "64", "How much of what all accounts were told is kept in memory, for sockets that come back; taken as it is needed.") { Range = (1, 16_000) };
    public static readonly Option AccountNewsShare = new("accounts.news-share", "KiB", "512", "How much of it one account may have, about four messages a KiB; then its newest replaces its oldest. Eight times as much while half of all is free, and always the last command.") { Range = (16, 1 << 20) };
    public static readonly Option HistoryTrades = Days("history.trades", "90", "How long history keeps public trades; what belongs to accounts is kept for ever.");
    public static readonly Option HistoryPrices = Days("history.prices", "7", "How long history keeps each index and mark.");
    public static readonly Option HistoryMinutes = Days("history.minutes", "365", "How long history keeps candles of a minute; those of hours and days are kept for ever.");
    public static readonly Option ExplainSeconds = new("explain.time", "seconds", "30", "How long one explanation may run the journal; one runs at a time, in a process of its own.") { Range = (1, 3600) };
    public static readonly Option ExplainMemory = new("explain.memory", "MiB", "1024", "How much memory the process of an explanation may hold. It is given back when the explanation ends.") { Range = (1, 1 << 20) };
    public static readonly Option RingCommands = new("ring.commands", "commands, a power of two", "16384", "Commands that may wait for the writer; what comes beyond is told BUSY.") { Range = (1024, 1 << 20) };

    public static readonly IReadOnlyList<Option> All =
    [
        Data, Address, Port, Connections, Sockets, Paper, PaperAmount, Prices, Sandbox, SandboxScenario, SandboxSpeed, SandboxSeed, Origins, TrustedProxies, PublicUrl, MailFrom, SmtpHost, SmtpPort, SmtpSecurity, SmtpUser, SmtpPassword, SmtpPasswordFile, GoogleId, GoogleSecret, GoogleSecretFile, GoogleAuthorize, GoogleToken, GoogleKeys, GoogleIssuer, GitHubId, GitHubSecret, GitHubSecretFile,
        GitHubAuthorize, GitHubToken, GitHubApi, RequestLog, AccountOrders, AccountExits, AccountReads, AddressOrders, AddressExits, AddressReads,
        AddressAuth, VenueOrders, VenueReads, VenueAuth, KeyShare, StaffTimes, AddressSockets, FapiWeight, FapiOrdersBrief, FapiOrders, SignUps, PasswordWork, TokenLife, AddressDelay, FactorResetDelay, DayLimit, JournalSegment, SnapshotCommands, EventsKeep, EventsBytes, AccountNews, AccountNewsShare, HistoryTrades, HistoryPrices,
        HistoryMinutes, ExplainSeconds, ExplainMemory, RingCommands,
    ];

    public static Option? Find(string name) => All.FirstOrDefault(o => o.Name == name);

    private static Option Count(string name, string unit, string value, string text) => new(name, unit, value, text) { Range = (1, 10_000_000) };

    private static Option Days(string name, string value, string text) => new(name, "days, 0 for ever", value, text) { Range = (0, 36_500) };

    private static Option Rate(string name, string value, string text) => new(name, "a second", value, text + " Twice as many may come at once after a pause.") { Range = (1, 100_000_000) };
}

using Microsoft.Playwright;

namespace EndToEnd.Tests.Infrastructure;

/// <summary>Debian's Chromium under Playwright; skips the test where there is none.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private static readonly string[] Programs = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    // A page that never shows what is expected must fail some time; a busy machine may take long.
    private const float Patience = 60_000;

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Browser(IPlaywright playwright, IBrowser browser)
    {
        _playwright = playwright;
        _browser = browser;
    }

    internal static async Task<Browser> StartAsync()
    {
        var program = Array.Find(Programs, File.Exists);
        Assert.SkipWhen(program is null, "No Chromium is installed (Debian package chromium).");
        Assertions.SetDefaultExpectTimeout(Patience);
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = program, Args = Arguments });
        return new Browser(playwright, browser);
    }

    internal async Task<IPage> OpenAsync(Uri address, int width = 1400, ColorScheme scheme = ColorScheme.Light)
    {
        var page = await _browser.NewPageAsync(new()
        {
            BaseURL = address.ToString(),
            ViewportSize = new() { Width = width, Height = 900 },
            ColorScheme = scheme,
            ReducedMotion = ReducedMotion.Reduce,
        });
        page.SetDefaultTimeout(Patience);
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}

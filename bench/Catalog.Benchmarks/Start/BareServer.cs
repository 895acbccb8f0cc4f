using Microsoft.AspNetCore.Builder;

namespace Catalog.Benchmarks.Start;

/// <summary>The least that answers a page in ASP.NET Core; run in a process of its own.</summary>
internal static class BareServer
{
    /// <summary>The argument by which this program becomes the server.</summary>
    internal const string Argument = "bare-server";

    internal static async Task<int> RunAsync(string[] args)
    {
        await using var app = WebApplication.CreateBuilder(args).Build();
        app.MapGet("/", static () => "hello");
        await app.RunAsync();
        return 0;
    }
}

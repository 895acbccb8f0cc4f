using System.Text.Json.Nodes;
using Catalog.Cli.CommandLine;

namespace Catalog.Cli.Server;

/// <summary>
/// Sends a file that starts work on the server. When the command is stopped after the last byte, the answer is still waited for: without it nobody could stop
/// the work that it began.
/// </summary>
internal sealed class FileSender(CommandContext context)
{
    private static readonly Dictionary<string, string> NoHeaders = [];
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(30);

    /// <summary>Sends it, with progress.</summary>
    /// <param name="route">The door.</param>
    /// <param name="file">The file.</param>
    /// <param name="toBody">Makes the body of the request of the file's content.</param>
    /// <param name="cancellationToken">Stops the sending.</param>
    /// <returns>The server's answer, also when the command was stopped meanwhile.</returns>
    internal Task<JsonNode> SendAsync(string route, string file, Func<FileContent, HttpContent> toBody, CancellationToken cancellationToken) =>
        context.Output.WithProgressAsync($"Sending {Path.GetFileName(file)}", async progress =>
        {
            using var content = new FileContent(file, progress, cancellationToken);
            using var body = toBody(content);
            using var call = new CancellationTokenSource(Timeout.InfiniteTimeSpan, context.Time);
            await using var stopping = cancellationToken.Register(() =>
            {
                if (content.IsSent)
                {
                    call.CancelAfter(AnswerPatience);
                }
                else
                {
                    call.Cancel();
                }
            });
            return await context.Api.UploadAsync(route, body, NoHeaders, call.Token);
        });
}

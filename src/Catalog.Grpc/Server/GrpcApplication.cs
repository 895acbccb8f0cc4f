using Catalog.Core.Errors;
using Catalog.Grpc.Calls;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Catalog.Grpc.Server;

/// <summary>
/// gRPC over HTTP/2 as it is specified (https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md), straight on the server: no middleware and no routing, which would cost more than a small lookup.
/// </summary>
internal sealed partial class GrpcApplication(IEnumerable<IGrpcService> services, GrpcOptions options, TimeProvider clock, ILogger logger) : IHttpApplication<HttpContext>
{
    /// <summary>Trailer with the stable code of a refusal.</summary>
    internal const string CodeTrailer = "catalog-error-code";

    private const string ContentType = "application/grpc";

    private readonly Dictionary<string, GrpcMethod> _methods = services.SelectMany(static service => service.Methods).ToDictionary(static method => method.Path, StringComparer.Ordinal);

    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }

    public async Task ProcessRequestAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        if (!HttpMethods.IsPost(request.Method) || !IsGrpc(request.ContentType))
        {
            await RefuseAsync(context).ConfigureAwait(false);
            return;
        }

        response.ContentType = ContentType;
        response.Headers["grpc-accept-encoding"] = MessageEncoding.Accepted;
        var deadline = GetDeadline(request.Headers["grpc-timeout"], out var timeoutError);
        using var stop = deadline is { } time ? new CancellationTokenSource(time, clock) : null;
        using var either = stop is null ? null : CancellationTokenSource.CreateLinkedTokenSource(stop.Token, context.RequestAborted);
        try
        {
            await RunAsync(context, timeoutError, either?.Token ?? context.RequestAborted).ConfigureAwait(false);
            End(context, GrpcStatusCode.Ok, null);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            var (status, message) = Describe(context, exception, stop?.IsCancellationRequested == true, request.Headers["grpc-timeout"]);
            End(context, status, message);
        }
    }

    private Task RunAsync(HttpContext context, string? timeoutError, CancellationToken cancellationToken)
    {
        if (timeoutError is not null)
        {
            throw new GrpcException(GrpcStatusCode.InvalidArgument, timeoutError);
        }

        if (!_methods.TryGetValue(context.Request.Path.Value ?? string.Empty, out var method))
        {
            throw new GrpcException(GrpcStatusCode.Unimplemented, $"There is no method '{context.Request.Path}'. Server reflection lists what there is.");
        }

        var encoding = (string?)context.Request.Headers["grpc-encoding"];
        if (!MessageEncoding.IsKnown(encoding))
        {
            throw new GrpcException(GrpcStatusCode.Unimplemented, $"Messages compressed with '{encoding}' cannot be read. Use {MessageEncoding.Accepted}.");
        }

        // A client that compresses gets compressed answers; others would pay for what they did not ask for.
        var isCompressing = encoding == MessageEncoding.Gzip;
        if (isCompressing)
        {
            context.Response.Headers["grpc-encoding"] = MessageEncoding.Gzip;
        }

        var call = new GrpcCall(
            context, new MessageReader(context.Request.BodyReader, encoding, options.MaxMessageBytes), new MessageWriter(context.Response.BodyWriter, isCompressing), cancellationToken);
        return method.RunAsync(call);
    }

    private static bool IsGrpc(string? contentType)
        => contentType is not null && contentType.StartsWith(ContentType, StringComparison.OrdinalIgnoreCase) && (contentType.Length == ContentType.Length || contentType[ContentType.Length] is ';' or '+');

    private static TimeSpan? GetDeadline(string? header, out string? error)
    {
        error = null;
        if (header is null)
        {
            return null;
        }

        if (GrpcTimeout.TryParse(header, out var timeout))
        {
            return timeout;
        }

        error = $"The header 'grpc-timeout' is '{header}'; it must be at most eight digits and a unit of H, M, S, m, u or n, such as '500m'.";
        return null;
    }

    private (GrpcStatusCode Status, string Message) Describe(HttpContext context, Exception exception, bool isLate, string? timeout)
    {
        switch (exception)
        {
            case GrpcException known:
                return (known.Status, known.Message);
            case CatalogException known:
                context.Response.AppendTrailer(CodeTrailer, known.Code);
                return (StatusOf(known.Category), known.Message);
            case var _ when isLate:
                return (GrpcStatusCode.DeadlineExceeded, $"The call took longer than its deadline ('{timeout}').");
            case var _ when context.RequestAborted.IsCancellationRequested:
                return (GrpcStatusCode.Cancelled, "The caller gave up.");
            case OperationCanceledException:
                return (GrpcStatusCode.Unavailable, "The server is stopping. Call again.");
            case BadHttpRequestException bad:
                return (GrpcStatusCode.InvalidArgument, bad.Message);
            default:
                LogFailure(exception, context.Request.Path, context.TraceIdentifier);
                return (GrpcStatusCode.Internal, $"The call failed inside the server. Its log tells why, under '{context.TraceIdentifier}'.");
        }
    }

    internal static GrpcStatusCode StatusOf(ErrorCategory category) => category switch
    {
        ErrorCategory.InvalidArgument => GrpcStatusCode.InvalidArgument,
        ErrorCategory.Unauthenticated => GrpcStatusCode.Unauthenticated,
        ErrorCategory.PermissionDenied => GrpcStatusCode.PermissionDenied,
        ErrorCategory.NotFound => GrpcStatusCode.NotFound,
        ErrorCategory.Conflict => GrpcStatusCode.FailedPrecondition,
        ErrorCategory.Overloaded => GrpcStatusCode.ResourceExhausted,
        ErrorCategory.Unavailable => GrpcStatusCode.Unavailable,
        _ => GrpcStatusCode.DataLoss,
    };

    /// <summary>The status comes after the messages; where there was none, it comes in place of them.</summary>
    private static void End(HttpContext context, GrpcStatusCode status, string? message)
    {
        context.Response.AppendTrailer("grpc-status", ((int)status).ToString(System.Globalization.CultureInfo.InvariantCulture));
        if (message is not null)
        {
            context.Response.AppendTrailer("grpc-message", StatusText.Encode(message));
        }
    }

    private static Task RefuseAsync(HttpContext context)
    {
        var isMethod = !HttpMethods.IsPost(context.Request.Method);
        context.Response.StatusCode = isMethod ? StatusCodes.Status405MethodNotAllowed : StatusCodes.Status415UnsupportedMediaType;
        context.Response.ContentType = "text/plain";
        if (isMethod)
        {
            context.Response.Headers.Allow = HttpMethods.Post;
        }

        return context.Response.WriteAsync($"This address speaks gRPC: POST with the content type {ContentType}, not {context.Request.Method} with '{context.Request.ContentType}'.\n", context.RequestAborted);
    }

    [LoggerMessage(6101, LogLevel.Error, "The gRPC call of {Path} failed ({TraceId}).")]
    private partial void LogFailure(Exception exception, string path, string traceId);
}

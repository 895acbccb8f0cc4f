using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Catalog.Core.Errors;
using Catalog.Definitions;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace Catalog.Web.Http;

/// <summary>
/// Turns what went wrong into a problem document (RFC 9457), in one place for all HTTP doors: <c>type</c> is <c>urn:catalog:error:</c> and the
/// stable code, <c>code</c> the code alone, <c>detail</c> the message for people.
/// </summary>
internal static partial class Problems
{
    private const string WholeNumber = "a whole number";
    private const string TypePrefix = "urn:catalog:error:";

    private static readonly TimeSpan StandardRetry = TimeSpan.FromSeconds(1);

    /// <summary>Answers exceptions that leave an endpoint; doors with a protocol of their own catch them first.</summary>
    internal static IServiceCollection AddProblems(this IServiceCollection services)
        => services.AddProblemDetails()
            .AddSingleton<IProblemDetailsWriter, ProblemWriter>() // After that of the framework, which leaves alone whoever does not ask for JSON.
            .AddSingleton<AllowedMethods>()
            .AddExceptionHandler<ProblemExceptionHandler>()
            .ConfigureHttpJsonOptions(static options => options.SerializerOptions.AllowDuplicateProperties = false)
            .Configure<RouteHandlerOptions>(static options => options.ThrowOnBadRequest = true); // Otherwise a value of another type is answered without a word.

    /// <summary>The status of a kind of failure.</summary>
    internal static int StatusOf(ErrorCategory category) => category switch
    {
        ErrorCategory.InvalidArgument => StatusCodes.Status400BadRequest,
        ErrorCategory.Unauthenticated => StatusCodes.Status401Unauthorized,
        ErrorCategory.PermissionDenied => StatusCodes.Status403Forbidden,
        ErrorCategory.NotFound => StatusCodes.Status404NotFound,
        ErrorCategory.Conflict => StatusCodes.Status409Conflict,
        ErrorCategory.Overloaded => StatusCodes.Status429TooManyRequests,
        ErrorCategory.Unavailable => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };

    /// <summary>The document of an exception; null for one that nobody threw on purpose.</summary>
    internal static ProblemDetails? Of(Exception exception) => exception switch
    {
        DefinitionsException { ErrorCode: DefinitionsErrorCode.InvalidDefinitions } refused => Of(refused),
        CatalogException known => Of(known),
        BadHttpRequestException { InnerException: JsonException json } bad => Of("invalid-json", bad.StatusCode, JsonProblems.Plain(json)),
        BadHttpRequestException { StatusCode: StatusCodes.Status415UnsupportedMediaType } bad => Of("unsupported-media-type", bad.StatusCode, MediaTypes.Plain(bad.Message)),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } bad => Of("too-large", bad.StatusCode, RequestBody.Plain(bad.Message)),
        BadHttpRequestException bad => Of("invalid-request", bad.StatusCode, Plain(bad.Message)),
        JsonException json => Of("invalid-json", StatusCodes.Status400BadRequest, JsonProblems.Plain(json)),
        _ => null,
    };

    /// <summary>A document made by hand.</summary>
    internal static ProblemDetails Of(string code, int status, string detail) => new()
    {
        Type = TypePrefix + code,
        Title = TitleOf(code),
        Status = status,
        Detail = detail,
        Extensions = { ["code"] = code },
    };

    /// <summary>Answers a refusal that nobody gave a body.</summary>
    internal static Task AnswerStatusAsync(StatusCodeContext refused) => AnswerStatusAsync(refused.HttpContext);

    /// <summary>Answers with a document for the status that is set.</summary>
    internal static Task AnswerStatusAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        if (response.StatusCode is StatusCodes.Status404NotFound or StatusCodes.Status405MethodNotAllowed)
        {
            var allowed = context.RequestServices.GetRequiredService<AllowedMethods>().At(context);
            var isMissing = allowed.Count == 0 || (response.StatusCode == StatusCodes.Status404NotFound && allowed.Contains(request.Method));
            (response.StatusCode, response.Headers.Allow) = isMissing ? (StatusCodes.Status404NotFound, default) : (StatusCodes.Status405MethodNotAllowed, string.Join(", ", allowed));
        }

        var problem = response.StatusCode switch
        {
            StatusCodes.Status404NotFound => Of("unknown-address", response.StatusCode, $"There is nothing at '{request.Path}'. /api/v1/openapi.json lists what there is."),
            StatusCodes.Status405MethodNotAllowed => Of(
                "method-not-allowed", response.StatusCode, $"'{request.Path}' does not take {request.Method}. It takes {response.Headers.Allow}."),
            StatusCodes.Status415UnsupportedMediaType => Of("unsupported-media-type", response.StatusCode, MediaTypes.Describe(request.ContentType, MediaTypes.Json)),
            var status => Of("invalid-request", status, $"{request.Method} '{request.Path}' was refused with status {status}."),
        };
        return context.RequestServices.GetRequiredService<IProblemDetailsService>()
            .TryWriteAsync(new ProblemDetailsContext { HttpContext = context, ProblemDetails = problem }).AsTask();
    }

    /// <summary>Tells the client when the same call may succeed, if it may at all, and that it should send a key if that is what was missing.</summary>
    internal static void SetRetryHeaders(HttpContext context, CatalogException? exception)
    {
        if (exception is { Category: ErrorCategory.Unauthenticated })
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
        }

        if (exception is { IsTransient: true })
        {
            var seconds = Math.Ceiling((exception.RetryAfter ?? StandardRetry).TotalSeconds);
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }
    }

    private static ProblemDetails Of(DefinitionsException exception)
    {
        var problem = Of(exception.Code, StatusCodes.Status422UnprocessableEntity, exception.Message);
        problem.Extensions["findings"] = exception.Findings.Select(DefinitionAnswers.Of).ToArray();
        return problem;
    }

    private static ProblemDetails Of(CatalogException exception)
    {
        var problem = Of(exception.Code, StatusOf(exception.Category), exception.Message);
        if (exception.IsTransient)
        {
            problem.Extensions["transient"] = true;
        }

        if (exception.Parts.Count > 0)
        {
            problem.Extensions["errors"] = exception.Parts.Select(static part => new { code = part.Code, detail = part.Message }).ToArray();
        }

        return problem;
    }

    /// <summary>What the framework says of a value in the address, without the names of our types.</summary>
    private static string Plain(string message)
    {
        var match = UnboundValue().Match(message);
        if (!match.Success)
        {
            return message;
        }

        var (name, value, kind) = (match.Groups["name"].Value, match.Groups["value"].Value, KindOf(match.Groups["type"].Value));
        return kind == WholeNumber && BigInteger.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? $"'{name}' is '{value}', which is too {(number.Sign < 0 ? "small" : "large")}."
            : $"'{name}' is '{value}', which cannot be read. Give {kind}.";
    }

    private static string KindOf(string type) => type.Trim('?') switch
    {
        "int" or "long" or "Nullable<int>" or "Nullable<long>" => WholeNumber,
        "Guid" or "Nullable<Guid>" => "a UUID",
        "bool" or "Nullable<bool>" => "true or false",
        _ => "a value of the kind that /api/v1/openapi.json says",
    };

    [GeneratedRegex("^Failed to bind parameter \"(?<type>\\S+) (?<name>[^\"]+)\" from \"(?<value>.*)\"\\.$", RegexOptions.Singleline)]
    private static partial Regex UnboundValue();

    private static string TitleOf(string code)
    {
        var words = code.Replace('-', ' ');
        return char.ToUpperInvariant(words[0]) + words[1..];
    }

    private sealed class ProblemExceptionHandler(IProblemDetailsService problems) : IExceptionHandler
    {
        public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
        {
            if (exception is OperationCanceledException && context.RequestAborted.IsCancellationRequested)
            {
                context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
                return true;
            }

            if (Of(exception) is not { } problem)
            {
                return false;
            }

            context.Response.StatusCode = problem.Status ?? StatusCodes.Status500InternalServerError;
            SetRetryHeaders(context, exception as CatalogException);
            return !PageRequest.Is(context) && await problems.TryWriteAsync(new ProblemDetailsContext { HttpContext = context, ProblemDetails = problem });
        }
    }
}

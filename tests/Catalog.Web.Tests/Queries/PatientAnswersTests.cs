using Catalog.Core.Errors;
using Catalog.Web.Queries;
using Conformance;

namespace Catalog.Web.Tests.Queries;

public sealed class PatientAnswersTests
{
    private readonly TimerClock _clock = new();
    private readonly List<string> _asked = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GetAll_AnswersComeAtOnce_AreNeverOld()
    {
        var value = 1L;
        using var answers = Make(_ => new(value));

        Assert.Equal(1, await answers.GetAsync("a", Token));
        value = 2;
        Assert.Equal(2, await answers.GetAsync("a", Token));
        Assert.Equal(2, _asked.Count);
    }

    [Fact]
    public async Task GetAll_EngineTakesLong_IsAskedOnceAndNobodyWaitsLongerThanTheyShould()
    {
        var answer = new TaskCompletionSource<long?>();
        using var answers = Make(_ => new(answer.Task));

        var (one, two) = (answers.GetAsync("a", Token), answers.GetAllAsync(["a", "a"], Token));
        Assert.False(one.IsCompleted);
        _clock.Advance(PatientAnswers<long?>.Patience);
        Assert.Null(await one);
        Assert.Null((await two)["a"]);

        answer.SetResult(5);
        while (await answers.GetAsync("a", Token) is null)
        {
            await Task.Yield();
        }

        Assert.Equal(["a"], _asked);
        _clock.Advance(TimeSpan.FromSeconds(29)); // It took a second.
        Assert.Equal(5, await answers.GetAsync("a", Token));
        Assert.Equal(["a"], _asked);
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(5, await answers.GetAsync("a", Token));
        Assert.Equal(["a", "a"], _asked);
    }

    [Fact]
    public async Task GetAll_EngineIsAway_IsUnknownAndAskedAgainAfterAWhile()
    {
        var isAway = true;
        using var answers = Make(_ => isAway ? throw new Away() : new(7));

        Assert.Null(await answers.GetAsync("a", Token));
        isAway = false;
        Assert.Null(await answers.GetAsync("a", Token));
        Assert.Equal(["a"], _asked);

        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(7, await answers.GetAsync("a", Token));
    }

    [Fact]
    public async Task GetAll_OneAtATime_AsksOneAfterTheOther()
    {
        var first = new TaskCompletionSource<long?>();
        using var answers = Make(name => name == "a" ? new(first.Task) : new(2));

        var all = answers.GetAllAsync(["a", "b"], Token);
        Assert.Equal(["a"], _asked);
        first.SetResult(1);

        Assert.Equal((1, 2), ((await all)["a"], (await all)["b"]));
    }

    private PatientAnswers<long?> Make(Func<string, ValueTask<long?>> ask) => new(
        (name, _) =>
        {
            lock (_asked)
            {
                _asked.Add(name);
            }

            return ask(name);
        },
        together: 1,
        _clock);

    private sealed class Away() : CatalogException("away", ErrorCategory.Unavailable, "It is away.");
}

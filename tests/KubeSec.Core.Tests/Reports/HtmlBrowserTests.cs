using Deque.AxeCore.Commons;
using KubeSec.Findings;
using KubeSec.Gate;
using OpenQA.Selenium;

namespace KubeSec.Core.Tests.Reports;

/// <summary>The page in the hands of a reader: mouse, keyboard, screen reader, hostile names.</summary>
public sealed class HtmlBrowserTests(HtmlBrowser browser) : IClassFixture<HtmlBrowser>
{
    [SkippableFact]
    public void A_click_on_a_severity_hides_its_findings_and_says_how_many_are_left()
    {
        IWebDriver page = browser.Open(Sample.Result());
        Assert.Equal(["critical", "medium"], Shown(page));

        page.FindElement(By.CssSelector("input[data-severity=critical]")).Click();
        Assert.Equal(["medium"], Shown(page));
        Assert.Equal("1 of 3 findings", page.FindElement(By.Id("count")).Text);

        page.FindElement(By.Id("suppressed")).Click();
        Assert.Equal(["high", "medium"], Shown(page));
    }

    [SkippableFact]
    public void The_keyboard_searches_steps_and_clears()
    {
        IWebDriver page = browser.Open(Sample.Result());
        Keys(page, "/");
        Assert.Equal("search", page.SwitchTo().ActiveElement().GetAttribute("id"));

        Keys(page, "privileged");
        Assert.Equal(["critical"], Shown(page));

        Keys(page, OpenQA.Selenium.Keys.Escape);
        Assert.Equal(["critical", "medium"], Shown(page));

        Keys(page, "j");
        Assert.Equal("critical", page.SwitchTo().ActiveElement().GetAttribute("data-severity"));
        Keys(page, "j");
        Assert.Equal("medium", page.SwitchTo().ActiveElement().GetAttribute("data-severity"));
        Keys(page, "k");
        Assert.Equal("critical", page.SwitchTo().ActiveElement().GetAttribute("data-severity"));
    }

    [SkippableFact]
    public void What_follows_from_a_graver_finding_is_folded_until_it_is_searched_for()
    {
        GateResult sample = Sample.Result();
        Finding leader = sample.Findings[0] with { Cause = new SharedCause("rules[0]", Leads: true) };
        Finding follower = leader with { Severity = Severity.Info, Message = "brought along", Cause = new SharedCause("rules[0]", Leads: false) };
        IWebDriver page = browser.Open(sample with { Findings = [leader, follower] });
        Assert.Equal(["critical"], Shown(page));
        Assert.Equal("1 more with KS1001 rule-ks1001 at deploy/api.yaml:8:35", page.FindElement(By.CssSelector(".followers summary")).Text);

        page.FindElement(By.Id("search")).SendKeys("brought");
        Assert.Equal(["info"], Shown(page));
    }

    [SkippableFact]
    public void What_stands_in_the_way_is_named_first_and_one_click_away_whatever_is_filtered()
    {
        IWebDriver page = browser.Open(Sample.Result());
        IWebElement first = page.FindElement(By.CssSelector(".begin li"));
        Assert.Equal("Pod shop/api 1 critical", first.Text);
        page.FindElement(By.Id("search")).SendKeys("nothing has this name");
        Assert.Empty(Shown(page));

        first.FindElement(By.TagName("a")).Click();
        Assert.Equal(["critical", "medium"], Shown(page));
        Assert.True(page.FindElement(By.CssSelector(".group:target")).Displayed);
    }

    [SkippableTheory]
    [InlineData(390, false)]
    [InlineData(718, true)]
    [InlineData(700, false)]
    [InlineData(1200, false)]
    public void Nothing_is_wider_than_a_phone_a_tablet_a_screen_or_a_sheet_of_paper(int width, bool printed)
    {
        string endless = string.Concat(Enumerable.Repeat("endless", 40));
        GateResult sample = Sample.Result();
        IWebDriver page = browser.Open(
            sample with
            {
                Reasons = [new GateReason(GateReasonKind.Findings, endless)],
                Findings = [.. sample.Findings, sample.Findings[0] with { Message = endless, Resource = new ResourceIdentity("v1", "Pod", endless, endless) }],
            },
            width: width,
            printed: printed);
        const string TooWide = """
            document.querySelectorAll("details").forEach(part => part.open = true);
            const scrolled = ".scroll, pre, .skip";
            return [...document.body.querySelectorAll("*")]
              .filter(part => part.getBoundingClientRect().right > innerWidth + 1 && !part.parentElement.closest(scrolled) && !part.matches(".skip"))
              .map(part => part.outerHTML.slice(0, 200)).concat(document.scrollingElement.scrollWidth > innerWidth ? ["the page itself"] : []).join("\n");
            """;
        Assert.Equal("", ((IJavaScriptExecutor)page).ExecuteScript(TooWide));
    }

    [SkippableFact]
    public void On_a_phone_a_table_becomes_a_list_whose_values_bear_their_names()
    {
        IWebDriver page = browser.Open(Sample.Result(), width: 390);
        var cell = page.FindElement(By.CssSelector("td[data-name='vouched for by']"));
        Assert.Equal("\"vouched for by: \"", ((IJavaScriptExecutor)page).ExecuteScript("return getComputedStyle(arguments[0], '::before').content", cell));
        Assert.True(cell.Displayed);
    }

    [SkippableTheory]
    [InlineData(false, 1200)]
    [InlineData(true, 1200)]
    [InlineData(true, 390)]
    public void A_screen_reader_finds_nothing_amiss_in_light_and_dark(bool dark, int width)
    {
        IWebDriver page = browser.Open(Sample.Result(), dark, width);
        var scripts = (IJavaScriptExecutor)page;
        scripts.ExecuteScript(new BundledAxeScriptProvider().GetScript());
        object violations = scripts.ExecuteAsyncScript("""
            const done = arguments[arguments.length - 1];
            document.querySelectorAll("details").forEach(part => part.open = true);
            axe.run(document, {resultTypes: ["violations"]}).then(
              found => done(found.violations.map(one => one.id + ": " + one.nodes.map(node => node.target.join(" ") + " " + node.failureSummary).join(" | ")).join("\n")),
              fault => done("axe failed: " + fault));
            """)!;
        Assert.Equal("", violations);
    }

    [SkippableFact]
    public void A_hostile_name_is_shown_as_text_and_runs_nothing()
    {
        IWebDriver page = browser.Open(Sample.Result());
        Assert.Empty(page.FindElements(By.CssSelector("img, iframe, object, main script")));
        Assert.Contains("<img src=x onerror=alert(1)>", page.FindElement(By.TagName("main")).Text, StringComparison.Ordinal);
        // Nothing was refused either: the page itself breaks none of its own rules.
        Assert.DoesNotContain(page.Manage().Logs.GetLog(LogType.Browser), line => line.Level >= LogLevel.Warning);
    }

    [SkippableFact]
    public void A_reader_without_a_mouse_sees_incidents_and_past_builds_in_words_too()
    {
        IWebDriver page = browser.Open(Sample.Result());
        Assert.Equal(2, page.FindElements(By.CssSelector("svg[role=img]")).Count(picture => picture.Displayed));
        page.FindElement(By.CssSelector("section[aria-labelledby=trend] summary")).Click();
        Assert.Contains("0123abc", page.FindElement(By.CssSelector("section[aria-labelledby=trend] table")).Text, StringComparison.Ordinal);
        Assert.Contains("Terminal shell in container", page.FindElement(By.CssSelector(".incidents")).Text, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Five_thousand_findings_can_be_filtered()
    {
        GateResult sample = Sample.Result();
        IWebDriver page = browser.Open(sample with
        {
            Findings = [.. Enumerable.Range(0, 5000).Select(number => sample.Findings[0] with { Resource = new ResourceIdentity("v1", "Pod", "shop", $"api-{number / 5}") })],
        });
        Keys(page, "/");
        Keys(page, "api-777");
        Assert.Equal("5 of 5000 findings", page.FindElement(By.Id("count")).Text);
    }

    private static void Keys(IWebDriver page, string keys) => page.SwitchTo().ActiveElement().SendKeys(keys);

    private static string[] Shown(IWebDriver page) =>
        [.. page.FindElements(By.CssSelector(".finding")).Where(finding => finding.Displayed).Select(finding => finding.GetAttribute("data-severity")!)];
}

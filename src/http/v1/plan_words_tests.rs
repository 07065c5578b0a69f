use super::*;

#[test]
fn causes_are_told_in_both_languages() {
    let cause = json!({"code": "unit_too_heavy", "message": "as it came",
        "params": {"unit": "8a1", "activity": "workload", "share": "23.0", "most": "10.5"}});
    let result = json!({"causes": [cause], "front": [{"causes": [cause]}]});
    let english = worded(result.clone(), Locale::En);
    assert_eq!(
        english["causes"][0]["message"],
        "Cell 8a1 alone holds 23.0 % of all workload; a territory may hold 10.5 % at most."
    );
    let korean = worded(result, Locale::Ko);
    assert!(korean["front"][0]["causes"][0]["message"].as_str().unwrap().contains("23.0 %"));
    assert_ne!(korean["causes"][0]["message"], english["causes"][0]["message"]);
}

#[test]
fn other_results_stay_as_they_are() {
    let result = json!({"created": 3, "causes": "none"});
    assert_eq!(worded(result.clone(), Locale::Ko), result);
}
